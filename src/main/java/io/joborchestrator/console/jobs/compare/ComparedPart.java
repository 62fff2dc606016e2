package io.joborchestrator.console.jobs.compare;

import java.util.List;

/** Lines under one heading. */
record ComparedPart(String heading, List<ComparedLine> lines) {
  ComparedPart {
    lines = List.copyOf(lines);
  }

  /** The same with only what differs. */
  ComparedPart differing() {
    return new ComparedPart(heading, lines.stream().filter(ComparedLine::differs).toList());
  }
}
