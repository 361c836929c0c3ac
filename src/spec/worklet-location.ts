/** Where else than from this script's own address the audio processors and the line's Worker can be fetched. */
export interface WorkletLocation {
  /** The script or the package's worklet file on the page's own server, for policies that allow nothing else. */
  readonly workletUrl?: string | undefined;
}
