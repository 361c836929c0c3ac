import { z } from 'zod';
import { explanations, type Section } from '../explanation.js';
import { webUrl } from '../variable.js';

export const azure = {
  title: 'Azure OpenAI, in place of OpenAI',
  shape: {
    AZURE_OPENAI_ENDPOINT: webUrl.optional().register(explanations, {
      about: 'The address of the resource. With it Azure answers, and a deployment and a key or a command for tokens are needed.',
      example: 'https://my-resource.openai.azure.com',
    }),
    AZURE_OPENAI_DEPLOYMENT: z
      .string()
      .optional()
      .register(explanations, { about: 'The deployment of a realtime model.', example: 'gpt-realtime' }),
    AZURE_OPENAI_API_KEY: z
      .string()
      .optional()
      .register(explanations, { about: 'The key of the resource.', example: '...', isSecret: true }),
    AZURE_OPENAI_TOKEN_COMMAND: z.string().optional().register(explanations, {
      about: 'A command that prints an Entra token, in place of a key. It runs again after five minutes.',
      example: 'az account get-access-token --resource https://cognitiveservices.azure.com --query accessToken -o tsv',
    }),
    AZURE_OPENAI_TRANSCRIPTION_DEPLOYMENT: z.string().optional().register(explanations, {
      about: 'The deployment that writes down what people say; without it nobody does.',
      example: 'gpt-transcribe',
    }),
    AZURE_OPENAI_API_VERSION: z
      .undefined({
        error:
          'must not be set: only preview addresses take a version, and they speak the dialect that was switched off. Remove it.',
      })
      .optional()
      .register(explanations, {
        about: 'Must stay away: only preview addresses take a version, and they speak the dialect that was switched off.',
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
