package io.joborchestrator.store.embedded;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * The server's programs: an archive on the class path, unpacked once per user into a folder named
 * after its contents. Unpacking is atomic: a half-written folder is never used.
 */
final class PostgresBinaries {
  private static final Logger log = LoggerFactory.getLogger(PostgresBinaries.class);

  private PostgresBinaries() {}

  /** The folder that holds {@code bin}, {@code lib} and {@code share}. Call under the home lock. */
  static Path unpack(Path cache) throws IOException {
    URL archive = archive();
    Path target = cache.resolve("postgres-" + Long.toHexString(checksum(archive)));
    if (Files.isDirectory(target)) {
      return target;
    }
    Files.createDirectories(cache);
    Path partial = Files.createTempDirectory(cache, "unpacking-");
    try {
      extract(archive, partial);
      PrivateFiles.openForReading(partial);
      publish(partial, target);
    } finally {
      PrivateFiles.deleteTree(partial);
    }
    log.info("Unpacked the PostgreSQL programs to {}", target);
    return target;
  }

  private static void publish(Path partial, Path target) throws IOException {
    try {
      Files.move(partial, target);
    } catch (IOException e) {
      // Another process of the same user was faster; its folder has the same contents.
      if (!Files.isDirectory(target)) {
        throw e;
      }
    }
  }

  private static URL archive() {
    String name = resourceName(System.getProperty("os.name"), System.getProperty("os.arch"));
    URL found = PostgresBinaries.class.getResource("/" + name);
    if (found == null) {
      throw new OrchestratorException(
          ErrorCode.DATABASE_UNAVAILABLE,
          "This build carries no PostgreSQL for "
              + System.getProperty("os.name")
              + " on "
              + System.getProperty("os.arch")
              + ": connect to a server, or install the build made for this system");
    }
    return found;
  }

  static String resourceName(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    boolean arm = osArch.equals("aarch64") || osArch.equals("arm64");
    if (os.contains("windows")) {
      return "postgres-windows-x86_64.txz";
    }
    String system = os.contains("mac") ? "darwin" : "linux";
    return "postgres-" + system + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
  }

  private static long checksum(URL archive) throws IOException {
    URLConnection connection = archive.openConnection();
    if (connection instanceof JarURLConnection jar) {
      return jar.getJarEntry().getCrc();
    }
    try (CheckedInputStream in = new CheckedInputStream(archive.openStream(), new CRC32())) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return in.getChecksum().getValue();
    }
  }

  private static void extract(URL archive, Path target) throws IOException {
    try (InputStream raw = archive.openStream();
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(raw)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(tar, entry, target);
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    Path path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("The archive names a file outside its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    if ((entry.getMode() & 0100) != 0) {
      PrivateFiles.makeExecutable(path);
    }
  }
}
