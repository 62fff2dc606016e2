package io.joborchestrator.pipeline.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvScanTest {
  private static final List<String> PIECES =
      List.of(
          ",",
          ",",
          ",",
          "\n",
          "\n",
          "a",
          "bc",
          "12345678901",
          " ",
          "\t",
          "\"",
          "\"x\"",
          "\"\"",
          "\r\n",
          "\r",
          "é",
          "漢",
          "\u007f",
          "\u0001",
          "1.5",
          "2024-01-02");

  @TempDir Path dir;

  @Test
  void findsTheSameByWordsInPartsAndByteByByte() throws IOException {
    var random = new Random(20261123);
    int plain = 0;
    for (int round = 0; round < 20_000; round++) {
      int fields = 1 + random.nextInt(3);
      byte[] file = random(random, fields);
      CsvFormat format = round % 5 == 0 ? TABS : CsvFormat.PLAIN;
      Found slow = found(file, format, fields, 7);
      assertThat(found(file, format, fields, 64))
          .as(new String(file, StandardCharsets.ISO_8859_1))
          .isEqualTo(slow);
      if (round % 20 == 0) {
        assertThat(inParts(file, format, fields)).isEqualTo(slow);
      }
      plain += slow.oddity() == null ? 1 : 0;
    }
    assertThat(plain).as("files that are plain").isBetween(2_000, 18_000);
  }

  @Test
  void scansALargePlainFileInParts() throws IOException {
    byte[] file = "1,two\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
    Path path = Files.write(dir.resolve("plain.csv"), file);
    List<CsvScan> scans = CsvParts.scan(path, CsvFormat.PLAIN, 2, 1000, 4);
    assertThat(scans).hasSize(4);
    assertThat(scans.stream().mapToLong(CsvScan::records).sum()).isEqualTo(1000);
  }

  @Test
  void scansAFileWithAQuotedLineFeedAsAWhole() throws IOException {
    String file = "1,two\n".repeat(500) + "1,\"t\nw\"\n" + "1,two\n".repeat(500);
    Path path = Files.writeString(dir.resolve("odd.csv"), file);
    List<CsvScan> scans = CsvParts.scan(path, CsvFormat.PLAIN, 2, 1000, 4);
    assertThat(scans)
        .singleElement()
        .satisfies(scan -> assertThat(scan.oddity()).contains("line ends inside quotes"));
  }

  private static final CsvFormat TABS = new CsvFormat('\t', '"', true, StandardCharsets.UTF_8, "");

  private record Found(long records, @Nullable String oddity) {}

  /** Mostly records of the right number of fields, so that scans get far. */
  private static byte[] random(Random random, int fields) {
    var text = new StringBuilder();
    int records = random.nextInt(12);
    boolean wild = random.nextInt(3) == 0;
    for (int i = 0; i < records; i++) {
      for (int field = 0; field < fields; field++) {
        text.append(field > 0 ? "," : "");
        text.append(wild ? piece(random) : "v" + "x".repeat(random.nextInt(12)));
        text.append(random.nextInt(6) == 0 ? " " : "");
      }
      text.append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String piece(Random random) {
    return PIECES.get(random.nextInt(PIECES.size()));
  }

  private static Found found(byte[] file, CsvFormat format, int fields, int buffer)
      throws IOException {
    var scan = new CsvScan(format, fields);
    scan.read(new ByteArrayInputStream(file), true, Long.MAX_VALUE, new byte[buffer]);
    return new Found(scan.records(), scan.oddity());
  }

  private Found inParts(byte[] file, CsvFormat format, int fields) throws IOException {
    Path path = Files.write(dir.resolve("parts.csv"), file);
    List<CsvScan> scans = CsvParts.scan(path, format, fields, 8, 3);
    return new Found(
        scans.stream().mapToLong(CsvScan::records).sum(),
        scans.stream().map(CsvScan::oddity).filter(Objects::nonNull).findFirst().orElse(null));
  }
}
