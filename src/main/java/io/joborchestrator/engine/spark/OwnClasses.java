package io.joborchestrator.engine.spark;

import io.joborchestrator.connection.JdbcOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * What executors elsewhere are given of this program as jars: its classes, so that functions which
 * runners hand to Spark can run there, and the driver of the databases that jobs read and write.
 */
final class OwnClasses {
  private OwnClasses() {}

  /**
   * The jars the program was started from; from a folder of classes one is made.
   *
   * @param folder for what is made
   * @return without those whose origin cannot be known
   */
  static List<Path> jars(Path folder) throws IOException {
    List<Path> jars = new ArrayList<>();
    for (Class<?> one : List.of(OwnClasses.class, JdbcOptions.driver())) {
      Optional<Path> place = placeOf(one);
      if (place.isPresent()) {
        jars.add(Files.isDirectory(place.get()) ? pack(place.get(), folder) : place.get());
      }
    }
    return jars;
  }

  private static Optional<Path> placeOf(Class<?> one) {
    var source = one.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException | IllegalArgumentException noFile) {
      return Optional.empty();
    }
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
