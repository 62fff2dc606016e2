package io.joborchestrator.engine.custom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.custom.JobHandler;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.schema.DocumentSchema;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handlers of this machine, read once. A jar of the plug-in folder is a plug-in; so is a folder
 * in it, with all its jars. One that is broken is named and keeps none of the others out.
 */
public final class HandlerCatalog {
  private static final Logger log = LoggerFactory.getLogger(HandlerCatalog.class);
  private static final String NAME = "[a-z0-9][a-z0-9._-]{0,63}";

  private final Path folder;
  private final Map<String, Known> known = new TreeMap<>();
  private final Map<String, String> refused = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * A handler that can be used.
   *
   * @param source file name of its plug-in, or {@code class path}
   * @param schema of its configuration, or null
   * @param checks the schema, compiled; null without one
   */
  record Known(
      ServiceLoader.Provider<JobHandler> provider,
      ClassLoader loader,
      String source,
      String description,
      @Nullable JsonNode schema,
      @Nullable DocumentSchema checks) {}

  /**
   * A handler for people.
   *
   * @param schema of its configuration, or null
   */
  public record Listed(String name, String description, String source, @Nullable JsonNode schema) {}

  private HandlerCatalog(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads the class path of this program and the plug-in folder, which need not exist.
   *
   * @param classPath searched beside the folder
   */
  public static HandlerCatalog read(ClassLoader classPath, Path folder) {
    HandlerCatalog catalog = new HandlerCatalog(folder);
    catalog.add(classPath, "class path");
    if (Files.isDirectory(folder)) {
      try (Stream<Path> plugins = Files.list(folder)) {
        plugins.sorted().forEach(catalog::addPlugin);
      } catch (IOException e) {
        catalog.problem(folder.toString(), "cannot be read: " + e.getMessage());
      }
    }
    return catalog;
  }

  public List<Listed> handlers() {
    List<Listed> listed = new ArrayList<>();
    known.forEach(
        (name, one) -> listed.add(new Listed(name, one.description, one.source, one.schema)));
    return listed;
  }

  /** What could not be used and why, in sentences. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** Where plug-ins are looked for. */
  public Path folder() {
    return folder;
  }

  /**
   * The handler of this name.
   *
   * @throws OrchestratorException HANDLER_NOT_FOUND, HANDLER_VERSION
   */
  Known get(String name) {
    Known one = known.get(name);
    if (one != null) {
      return one;
    }
    String why = refused.get(name);
    if (why != null) {
      throw new OrchestratorException(ErrorCode.HANDLER_VERSION, why);
    }
    String broken = problems.isEmpty() ? "" : " Not usable: " + String.join(" ", problems);
    throw new OrchestratorException(
        ErrorCode.HANDLER_NOT_FOUND,
        "There is no handler '"
            + name
            + "' on this machine."
            + NearNames.hint(name, known.keySet())
            + (known.isEmpty() ? "" : " Known: " + String.join(", ", known.keySet()) + ".")
            + broken
            + " Plug-ins are read from "
            + folder
            + " when the program starts.");
  }

  private void addPlugin(Path plugin) {
    String name = plugin.getFileName().toString();
    try {
      List<Path> jars = jars(plugin);
      for (Path jar : jars) {
        new JarFile(jar.toFile()).close();
      }
      int before = known.size() + problems.size();
      add(new PluginLoader(name, urls(jars)), name);
      if (!jars.isEmpty() && known.size() + problems.size() == before) {
        problem(name, "names no handler in META-INF/services/" + JobHandler.class.getName() + ".");
      }
    } catch (IOException e) {
      problem(name, "cannot be read: " + e.getMessage());
    }
  }

  private static List<Path> jars(Path plugin) throws IOException {
    if (!Files.isDirectory(plugin)) {
      return isJar(plugin) ? List.of(plugin) : List.of();
    }
    try (Stream<Path> files = Files.list(plugin)) {
      return files.filter(HandlerCatalog::isJar).sorted().toList();
    }
  }

  private static boolean isJar(Path file) {
    return file.getFileName().toString().endsWith(".jar") && Files.isRegularFile(file);
  }

  private static URL[] urls(List<Path> jars) throws MalformedURLException {
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    return urls;
  }

  private void add(ClassLoader loader, String source) {
    var providers = ServiceLoader.load(JobHandler.class, loader).stream().iterator();
    boolean more = true;
    while (more) {
      try {
        more = providers.hasNext();
        if (more) {
          add(providers.next(), loader, source);
        }
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        problem(source, reason(e));
      }
    }
  }

  private void add(ServiceLoader.Provider<JobHandler> provider, ClassLoader loader, String source) {
    JobHandler handler = provider.get();
    String name = handler.name();
    if (name == null || !name.matches(NAME)) {
      problem(source, "names a handler '" + name + "': a name is like word-count.");
    } else if (known.containsKey(name)) {
      problem(source, "has a handler '" + name + "', which is there already.");
    } else if (handler.apiVersion() != JobHandler.API_VERSION) {
      String why =
          "The handler '%s' was made for version %d of the interface; this program has %d: compile it anew."
              .formatted(name, handler.apiVersion(), JobHandler.API_VERSION);
      refused.put(name, why);
      problems.add(source + ": " + why);
    } else {
      JsonNode schema = schema(handler);
      known.put(
          name,
          new Known(
              provider,
              loader,
              source,
              handler.description(),
              schema,
              schema == null ? null : DocumentSchema.of(schema)));
    }
  }

  private static @Nullable JsonNode schema(JobHandler handler) {
    String text = handler.configSchema().orElse(null);
    try {
      return text == null ? null : new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the schema of '" + handler.name() + "' is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private void problem(String source, String what) {
    log.warn("Plug-in {}: {}", source, what);
    problems.add(source + ": " + what);
  }

  /** "Provider x.Y not found" and the like stand in the last cause that says something. */
  private static String reason(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String said = deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    return deepest instanceof NoClassDefFoundError || deepest instanceof ClassNotFoundException
        ? "needs the class " + said.replace('/', '.') + ", which is not in it."
        : said + ".";
  }
}
