import type { ComplexAttributeConverter } from 'lit';
import type { SessionConfig, TurnDetection } from '../spec/session-config.js';

/** What services support. */
const MIN_SPEED = 0.25;
const MAX_SPEED = 1.5;

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

/** Anything but a number within the range is 1, with a warning. */
export const speedConverter: ComplexAttributeConverter<number> = {
  fromAttribute(value) {
    if (value === null) return 1;
    const speed = Number(value);
    if (value.trim() !== '' && speed >= MIN_SPEED && speed <= MAX_SPEED) return speed;
    // eslint-disable-next-line no-console -- tells the page's author what is wrong with the markup
    console.warn(`<voice-agent speed="${value}">: the speed must be a number from ${MIN_SPEED} to ${MAX_SPEED}; 1 is used.`);
    return 1;
  },
};

/** An unknown word is the default here too. */
export const modalityConverter: ComplexAttributeConverter<SessionConfig['modality']> = {
  fromAttribute: (value) => (value === 'text' ? value : 'voice'),
};
