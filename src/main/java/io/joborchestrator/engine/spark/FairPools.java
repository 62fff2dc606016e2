package io.joborchestrator.engine.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The pools that runs share the cores by: one per slot and weight, and not one per run, because
 * Spark never forgets a pool. Spark only takes weights from a file that it reads at its start.
 */
final class FairPools {
  private FairPools() {}

  /** The pool of a run. */
  static String name(int slot, int weight) {
    return "slot-" + slot + "-weight-" + weight;
  }

  /** Writes the file and returns its address. */
  static String write(Path folder, int slots) {
    var text = new StringBuilder("<?xml version=\"1.0\"?>\n<allocations>\n");
    for (int slot = 0; slot < slots; slot++) {
      for (int weight = 1; weight <= RunSettings.HEAVIEST; weight++) {
        text.append("<pool name=\"").append(name(slot, weight)).append("\">");
        text.append("<schedulingMode>FIFO</schedulingMode><weight>").append(weight);
        text.append("</weight><minShare>0</minShare></pool>\n");
      }
    }
    try {
      // Processes of one user share the folder, and each has its own number of slots.
      Path file =
          Files.createDirectories(folder)
              .resolve("pools-" + ProcessHandle.current().pid() + ".xml");
      Files.writeString(file, text.append("</allocations>\n"));
      file.toFile().deleteOnExit();
      return file.toUri().toString();
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " cannot be written", e);
    }
  }
}
