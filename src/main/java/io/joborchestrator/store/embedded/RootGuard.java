package io.joborchestrator.store.embedded;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL refuses to run as root. For root its programs are started in a user namespace, where
 * root is nobody but still owns its files, or, where namespaces are forbidden as in many
 * containers, as the user {@code nobody}, who is then given the cluster.
 */
final class RootGuard {
  private static final List<String> NAMESPACE = List.of("unshare", "-U");
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);

  private final List<String> prefix;

  private RootGuard(List<String> prefix) {
    this.prefix = prefix;
  }

  static RootGuard detect() {
    if (!isRoot()) {
      return new RootGuard(List.of());
    }
    if (works(NAMESPACE, "true")) {
      return new RootGuard(NAMESPACE);
    }
    return asNobody();
  }

  static RootGuard asNobody() {
    if (works(AS_NOBODY, "true")) {
      return new RootGuard(AS_NOBODY);
    }
    throw new OrchestratorException(
        ErrorCode.DATABASE_UNAVAILABLE,
        "PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv' works here: start"
            + " this program as another user, or connect to a server");
  }

  List<String> prefix() {
    return prefix;
  }

  /** Gives the folder to the user the server will run as, and checks that this user gets there. */
  void own(Path folder, Path binaries) throws IOException {
    if (!prefix.equals(AS_NOBODY)) {
      return;
    }
    Files.walkFileTree(folder, new Giver());
    if (!works(prefix, "test", "-w", folder.toString())
        || !works(prefix, "test", "-x", binaries.resolve("bin/postgres").toString())) {
      throw new OrchestratorException(
          ErrorCode.DATABASE_UNAVAILABLE,
          "As root, the embedded database runs as the user 'nobody', who may not enter "
              + folder
              + ": choose a folder that every user may enter, or start this program as another"
              + " user");
    }
  }

  private static boolean works(List<String> launcher, String... command) {
    List<String> guarded = new ArrayList<>(launcher);
    guarded.addAll(List.of(command));
    return succeeds(guarded);
  }

  private static boolean succeeds(List<String> command) {
    try {
      return ServerPrograms.execute(PROBE_TIMEOUT, command).succeeded();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return System.getProperty("user.name").equals("root");
    }
  }

  private static final class Giver extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      give(folder);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      give(file);
      return FileVisitResult.CONTINUE;
    }

    private static void give(Path path) throws IOException {
      UserPrincipal nobody =
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("65534");
      Files.setOwner(path, nobody);
    }
  }
}
