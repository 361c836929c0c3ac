import { z } from 'zod';
import { explanations, type Section } from '../explanation.js';
import { baseUrl, serviceKey } from '../variable.js';

export const azure = {
  title: 'Azure OpenAI, instead of OpenAI',
  shape: {
    AZURE_OPENAI_ENDPOINT: baseUrl.optional().register(explanations, {
      about:
        'Address of the resource. Azure is used if it is set; a deployment and either a key or a token command are then required.',
      example: 'https://my-resource.openai.azure.com',
    }),
    AZURE_OPENAI_DEPLOYMENT: z
      .string()
      .optional()
      .register(explanations, { about: 'Deployment of a realtime model.', example: 'gpt-realtime' }),
    AZURE_OPENAI_API_KEY: serviceKey
      .optional()
      .register(explanations, { about: 'Key of the resource.', example: '...', isSecret: true }),
    AZURE_OPENAI_TOKEN_COMMAND: z.string().optional().register(explanations, {
      about: 'Command that prints an Entra token, instead of a key. It runs again after five minutes.',
      example: 'az account get-access-token --resource https://cognitiveservices.azure.com --query accessToken -o tsv',
    }),
    AZURE_OPENAI_TRANSCRIPTION_DEPLOYMENT: z.string().optional().register(explanations, {
      about: 'Deployment of a transcription model. Without it the user’s speech is not transcribed.',
      example: 'gpt-transcribe',
    }),
    AZURE_OPENAI_API_VERSION: z
      .undefined({
        error:
          'must not be set: only preview endpoints take a version, and they use the beta protocol, which was shut down. Remove it.',
      })
      .optional()
      .register(explanations, {
        about: 'Must not be set: only preview endpoints take a version, and they use the beta protocol, which was shut down.',
      }),
  },
  requires(values) {
    if (values.AZURE_OPENAI_ENDPOINT === undefined) return [];
    const deployment = { variable: 'AZURE_OPENAI_DEPLOYMENT', because: 'AZURE_OPENAI_ENDPOINT is' };
    if (values.AZURE_OPENAI_TOKEN_COMMAND !== undefined) return [deployment];
    return [
      deployment,
      { variable: 'AZURE_OPENAI_API_KEY', because: 'AZURE_OPENAI_ENDPOINT is (or AZURE_OPENAI_TOKEN_COMMAND)' },
    ];
  },
} satisfies Section;
