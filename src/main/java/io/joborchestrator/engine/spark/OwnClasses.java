package io.joborchestrator.engine.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The classes of this program as a jar that executors elsewhere are given, so that functions which
 * runners hand to Spark can run there.
 */
final class OwnClasses {
  private OwnClasses() {}

  /**
   * The jar the program was started from; from a folder of classes one is made.
   *
   * @return empty if it cannot be known where the classes come from
   */
  static Optional<Path> jar(Path folder) throws IOException {
    var source = OwnClasses.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return Optional.empty();
    }
    Path place;
    try {
      place = Path.of(source.getLocation().toURI());
    } catch (URISyntaxException | IllegalArgumentException noFile) {
      return Optional.empty();
    }
    return Optional.of(Files.isDirectory(place) ? pack(place, folder) : place);
  }

  private static Path pack(Path classes, Path folder) throws IOException {
    // Processes of one user share the folder, and executors of each fetch the jar at any time.
    String name = "own-classes-" + ProcessHandle.current().pid() + ".jar";
    Path jar = Files.createDirectories(folder).resolve(name);
    jar.toFile().deleteOnExit();
    try (OutputStream out = Files.newOutputStream(jar);
        var packed = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : (Iterable<Path>) files.filter(OwnClasses::isClass)::iterator) {
        packed.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, packed);
        packed.closeEntry();
      }
    }
    return jar;
  }

  private static boolean isClass(Path file) {
    return file.toString().endsWith(".class");
  }
}
