package io.joborchestrator.testing;

import io.joborchestrator.custom.JobHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Makes plug-ins for tests. */
public final class PluginJar {
  private static final String SERVICES = "META-INF/services/" + JobHandler.class.getName();

  private PluginJar() {}

  /** Of classes of the test class path, the first of which is the handler. */
  public static Path of(Path jar, Class<?>... classes) throws IOException {
    try (JarOutputStream out = open(jar)) {
      add(out, SERVICES, classes[0].getName().getBytes(StandardCharsets.UTF_8));
      for (Class<?> each : classes) {
        String name = each.getName().replace('.', '/') + ".class";
        try (InputStream in = each.getClassLoader().getResourceAsStream(name)) {
          add(out, name, in.readAllBytes());
        }
      }
    }
    return jar;
  }

  /** Of sources and service files below a folder, compiled against nothing but our own classes. */
  public static Path compiled(Path jar, Path sources, Path classes) throws IOException {
    List<String> files;
    try (Stream<Path> all = Files.walk(sources)) {
      files = all.map(Path::toString).filter(name -> name.endsWith(".java")).toList();
    }
    Files.createDirectories(classes);
    String ours = location(JobHandler.class);
    Stream<String> options =
        Stream.of(
            "-d", classes.toString(), "-cp", ours, "--release", "17", "-Xlint:all", "-Werror");
    String[] words = Stream.concat(options, files.stream()).toArray(String[]::new);
    int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, words);
    if (failed != 0) {
      throw new AssertionError("The sources in " + sources + " do not compile");
    }
    try (JarOutputStream out = open(jar)) {
      addAll(out, classes, classes);
      Path services = sources.resolve(SERVICES);
      add(out, SERVICES, Files.readAllBytes(services));
    }
    return jar;
  }

  private static String location(Class<?> type) {
    return Path.of(
            java.net.URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  private static void addAll(JarOutputStream out, Path root, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        add(out, root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
  }

  private static JarOutputStream open(Path jar) throws IOException {
    Files.createDirectories(jar.getParent());
    OutputStream file = Files.newOutputStream(jar);
    return new JarOutputStream(file);
  }

  private static void add(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
    out.closeEntry();
  }
}
