package io.joborchestrator.pipeline.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFilesTest {
  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b\n1,x\n2,y\n",
        "a,b\r\n1,x\r\n2,y\r\n",
        "a,b\r1,x\r2,y\r",
        "a,b\n1,x\n2,y",
        "\uFEFFa,b\n1,x\n2,y\n",
        "a,b\n1,\"he said \"\"hi\"\"\"\n\"2\",\"a,b\"\n",
        "a,b\n1,5\" pipe\n2,x\"y\"z\n",
        "a,b\n\n1,x\n\n2,y\n\n",
        "a,b\n,\n\"\",\"\"\n",
        "a,b\n1,Grüße 漢字 😀\n2, x \n"
      })
  void plainFilesAreLeftAsTheyAre(String text) throws IOException {
    CsvSurvey survey = survey(text);
    assertThat(survey.oddity()).isNull();
    assertThat(survey.records()).isEqualTo(2);
    assertThat(survey.header()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b\n1,x\r\n2,y\n",
        "a,b\n1,x\r2,y\n",
        "a,b\n1,\"x\ny\"\n",
        "a,b\n1,\"x\"y\n",
        "a,b\n1, \"x\"\n",
        "a,b\n1,\"x\" \n",
        "a,b\n1,\"x\n2,y\n",
        "a,b\n1\n",
        "a,b\n1,x,\n",
        "a,b\n1,x,y\n",
        "a,b\n   \n",
        "a\n1\n\n2\n",
        "a\n1\n  \n"
      })
  void oddFilesAreFoundOut(String text) throws IOException {
    assertThat(survey(text).oddity()).isNotNull();
  }

  @Test
  void textInAnotherEncodingIsFoundOut() throws IOException {
    Path file = dir.resolve("latin.csv");
    Files.write(file, "a,b\n1,Grüße\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(CsvSurvey.of(file, CsvFormat.PLAIN, 2).oddity()).contains("UTF-8");
    var latin = new CsvFormat(',', '"', true, StandardCharsets.ISO_8859_1, "");
    assertThat(CsvSurvey.of(file, latin, 2).oddity()).isNull();
  }

  @Test
  void blankFieldsBetweenTabsAreOddBecauseEnginesTakeThemForEmptyLines() throws IOException {
    Path file = Files.writeString(dir.resolve("t.tsv"), "a\tb\n1\tx\n\t\n");
    var tabs = new CsvFormat('\t', '"', true, StandardCharsets.UTF_8, "");
    assertThat(CsvSurvey.of(file, tabs, 2).oddity()).isNotNull();
  }

  @Test
  void emptyFilesHaveNoHeaderAndNoRecords() throws IOException {
    assertThat(survey("")).isEqualTo(new CsvSurvey(List.of(), 0, null));
    assertThat(survey("a,b\n").records()).isZero();
  }

  @Test
  void recordsKeepTheirLinesAndNothingIsLostBehindABrokenOne() throws IOException {
    List<CsvRecord> records =
        read("a,b\r\n1,\"x\ny\"\n2, \"p\"\" q\" \n\n3,\"open\n4,\"z\"t\n5,é\r6,,\n");
    assertThat(records).extracting(CsvRecord::line).containsExactly(1L, 2L, 4L, 6L, 7L, 8L, 9L);
    assertThat(records.get(1).fields()).containsExactly("1", "x\ny");
    assertThat(records.get(2).fields()).containsExactly("2", "p\" q");
    assertThat(records.get(3).problem()).contains("closing quote");
    assertThat(records.get(3).raw()).isEqualTo("3,\"open");
    assertThat(records.get(4).problem()).contains("behind a closing quote");
    assertThat(records.get(5).fields()).containsExactly("5", "é");
    assertThat(records.get(6).fields()).containsExactly("6", null, null);
  }

  @Test
  void cleanCopyHasOneFormAndKeepsBadRecordsApart() throws IOException {
    Path file = Files.writeString(dir.resolve("in.csv"), "a,b\r1,\n2,\"\"\n3\n4,x,\n5,\"y\nz\"\n");
    var cleaner = new CsvCleaner(CsvFormat.PLAIN, 2, 20);
    List<Path> chunks = cleaner.clean(file, dir, "clean");
    var text = new StringBuilder();
    for (Path chunk : chunks) {
      text.append(Files.readString(chunk));
    }
    assertThat(text.toString())
        .isEqualTo(",\"1\",\n,\"2\",\n\"3\",,\n,\"4\",\"x\"\n,\"5\",\"y\nz\"\n");
    assertThat(chunks).hasSize(2);
    assertThat(cleaner.records()).isEqualTo(5);
  }

  @Test
  void lineOfHundredMegabytesIsOneBadRecordInBoundedMemory() throws IOException {
    Path file = dir.resolve("long.csv");
    try (var out = Files.newBufferedWriter(file)) {
      out.write("a,b\n1,");
      String block = "x".repeat(1_000_000);
      for (int i = 0; i < 100; i++) {
        out.write(block);
      }
      out.write("\n2,y\n");
    }
    assertThat(CsvSurvey.of(file, CsvFormat.PLAIN, 2).oddity()).contains("2 MB");
    try (var reader = new CsvRecordReader(file, CsvFormat.PLAIN)) {
      reader.next();
      assertThat(reader.next()).satisfies(record -> assertThat(record.problem()).contains("2 MB"));
      assertThat(reader.next()).satisfies(record -> assertThat(record.line()).isEqualTo(3));
      assertThat(reader.next()).isNull();
    }
  }

  private CsvSurvey survey(String text) throws IOException {
    Path file = Files.writeString(dir.resolve("in.csv"), text);
    return CsvSurvey.of(file, CsvFormat.PLAIN, 2);
  }

  private List<CsvRecord> read(String text) throws IOException {
    Path file = Files.writeString(dir.resolve("in.csv"), text);
    List<CsvRecord> records = new ArrayList<>();
    try (var reader = new CsvRecordReader(file, CsvFormat.PLAIN)) {
      for (CsvRecord next = reader.next(); next != null; next = reader.next()) {
        records.add(next);
      }
    }
    return records;
  }
}
