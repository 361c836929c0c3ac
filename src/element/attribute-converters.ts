import type { ComplexAttributeConverter } from 'lit';
import type { SessionConfig, TurnDetection } from '../spec/session-config.js';

/** By name alone, or with its details. */
export type TurnDetectionSetting = TurnDetection['type'] | TurnDetection;

/** The attribute names the kind alone; only the property keeps details. An unknown word is the default, as in HTML. */
export const turnDetectionConverter: ComplexAttributeConverter<TurnDetectionSetting> = {
  fromAttribute: (value) => (value === 'none' || value === 'semantic-vad' ? value : 'server-vad'),
  toAttribute: (setting) => (typeof setting === 'string' ? setting : setting.type),
};

/** `true` stands for the attribute without a value. */
export const consentConverter: ComplexAttributeConverter<string | boolean> = {
  fromAttribute: (value) => (value === null ? false : value || true),
  toAttribute: (consent) => (typeof consent === 'string' ? consent : consent ? '' : null),
};

/** An unknown word is the default here too. */
export const modalityConverter: ComplexAttributeConverter<SessionConfig['modality']> = {
  fromAttribute: (value) => (value === 'text' ? value : 'voice'),
};
