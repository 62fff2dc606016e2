package io.joborchestrator.pipeline.schema;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Columns whose values are in the names of folders, {@code year=2024/month=03/part.parquet}. The
 * same on every engine: read here and by no engine. Stateless.
 */
public final class PathColumns {
  /** What Hive, Spark and others write for NULL. */
  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  private PathColumns() {}

  /** Whether a folder of this name stands for a value of a column. */
  static boolean isColumn(Path folder) {
    return folder.getFileName() != null && folder.getFileName().toString().indexOf('=') > 0;
  }

  /** The column of such a folder. */
  static String name(Path folder) {
    String text = folder.getFileName().toString();
    return decoded(text.substring(0, text.indexOf('=')));
  }

  private static @Nullable String value(Path folder) {
    String text = folder.getFileName().toString();
    String value = text.substring(text.indexOf('=') + 1);
    return value.isEmpty() || value.equals(NULL) ? null : decoded(value);
  }

  /**
   * The values of a file, in the order of the columns of its input; null is NULL.
   *
   * @param file at the place where it was found, or below folders of the same names
   */
  public static List<@Nullable String> values(Path file, InputSpec input) {
    List<@Nullable String> values = new ArrayList<>();
    Path folder = file.getParent();
    for (int i = 0; i < input.folderColumns().size() && folder != null; i++) {
      values.add(value(folder));
      folder = folder.getParent();
    }
    Collections.reverse(values);
    return values;
  }

  /** The folder below another one that has the same values as the folder of a file. */
  public static Path below(Path other, Path file, InputSpec input) {
    int levels = input.folderColumns().size();
    Path folder = file.getParent();
    if (levels == 0 || folder == null) {
      return other;
    }
    int names = folder.getNameCount();
    return other.resolve(folder.subpath(names - levels, names));
  }

  /** The columns of an input's folders, with types found as in a text file, of all values. */
  public static List<Column> columns(List<Path> files, InputSpec input) {
    Set<List<@Nullable String>> distinct = new LinkedHashSet<>();
    files.forEach(file -> distinct.add(values(file, input)));
    TypeGuess guess = new TypeGuess();
    distinct.forEach(guess::add);
    return guess.columns(input.folderColumns());
  }

  /**
   * The columns of files that match a pattern: of the folders next to them, as far as the pattern
   * reaches.
   *
   * @param root folder where the pattern begins
   * @throws OrchestratorException INPUT_FORMAT if the files do not agree
   */
  static List<String> ofMatches(Path root, List<Path> files) {
    List<String> first = ofMatch(root, files.get(0));
    for (Path file : files) {
      List<String> other = ofMatch(root, file);
      if (!other.equals(first)) {
        throw mixed(files.get(0), first, file, other);
      }
    }
    return distinct(first, root);
  }

  private static List<String> ofMatch(Path root, Path file) {
    List<String> names = new ArrayList<>();
    Path folder = file.getParent();
    while (folder != null && !folder.equals(root) && isColumn(folder)) {
      names.add(name(folder));
      folder = folder.getParent();
    }
    Collections.reverse(names);
    return names;
  }

  static OrchestratorException mixed(
      Path one, List<String> columns, Path other, List<String> otherColumns) {
    return new OrchestratorException(
        ErrorCode.INPUT_FORMAT,
        "The files are not in folders of the same columns: "
            + one
            + " is in "
            + words(columns)
            + ", "
            + other
            + " in "
            + words(otherColumns)
            + ".");
  }

  private static String words(List<String> columns) {
    return columns.isEmpty() ? "none" : String.join("=…/", columns) + "=…";
  }

  /** Names are different, whatever the case of their letters. */
  static List<String> distinct(List<String> names, Path root) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw new OrchestratorException(
            ErrorCode.INPUT_FORMAT,
            "Two levels of folders in " + root + " are for the column '" + name + "'.");
      }
    }
    return names;
  }

  /** With {@code %20} and the like as the signs they stand for, if these are UTF-8. */
  static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer plain = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = hex(bytes, i + 1);
      int low = hex(bytes, i + 2);
      if (bytes[i] == '%' && high >= 0 && low >= 0) {
        plain.put((byte) (high << 4 | low));
        i += 2;
      } else {
        plain.put(bytes[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(plain.flip()).toString();
    } catch (CharacterCodingException e) {
      return text;
    }
  }

  private static int hex(byte[] bytes, int at) {
    return at < bytes.length ? Character.digit(bytes[at], 16) : -1;
  }
}
