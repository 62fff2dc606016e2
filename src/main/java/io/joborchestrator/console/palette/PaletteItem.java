package io.joborchestrator.console.palette;

import io.joborchestrator.domain.job.JobRow;

/** One line of the palette. */
public sealed interface PaletteItem {
  /** Says what follows; cannot be chosen. */
  record Caption(String text) implements PaletteItem {}

  record Job(JobRow row) implements PaletteItem {}

  record Action(PaletteAction action) implements PaletteItem {}

  default boolean canBeChosen() {
    return !(this instanceof Caption);
  }
}
