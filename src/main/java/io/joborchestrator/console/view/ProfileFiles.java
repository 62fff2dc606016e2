package io.joborchestrator.console.view;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Small files that the window keeps of each profile; only their owner can read them. Blocks. */
public final class ProfileFiles {
  private ProfileFiles() {}

  /** The file for a profile; its name keeps only safe characters. */
  public static Path of(Path folder, String profile, String ending) {
    return folder.resolve("console").resolve(profile.replaceAll("[^A-Za-z0-9._-]", "_") + ending);
  }

  /** Written beside and moved, so that a crash leaves the old or the new one. */
  public static void replace(Path file, byte[] content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("No folder for " + file);
    }
    Files.createDirectories(folder);
    Path temporary = Files.createTempFile(folder, ".unfinished-", ".tmp", ownerOnly());
    try {
      Files.write(temporary, content);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Elsewhere the folders of a user are closed to others. */
  private static FileAttribute<?>[] ownerOnly() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
