package io.joborchestrator.pipeline.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.pipeline.csv.CsvFormat;
import io.joborchestrator.pipeline.csv.CsvRecord;
import io.joborchestrator.pipeline.csv.CsvRecordReader;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text files are cut between records, whatever is in them. */
class TextCutsTest {
  private static final InputSpec CSV = InputSpec.of("csv", "t.csv");

  @TempDir Path dir;

  /** Places where a record may begin, found by asking for each place. */
  private List<Long> cuts(byte[] text, @Nullable CsvFormat format) throws IOException {
    Path file = Files.write(dir.resolve("t.txt"), text);
    TreeSet<Long> cuts = new TreeSet<>();
    try (FileChannel in = FileChannel.open(file)) {
      for (long to = 1; to <= text.length; to++) {
        long cut = TextCuts.next(in, format, 0, to);
        assertThat(cut).isGreaterThanOrEqualTo(to);
        cuts.add(cut);
      }
    }
    return List.copyOf(cuts);
  }

  private List<Long> csv(String text) throws IOException {
    return cuts(text.getBytes(StandardCharsets.UTF_8), CsvFormat.PLAIN);
  }

  @Test
  void linesEndWithLfCrLfOrCr() throws IOException {
    assertThat(csv("a,b\n1,2\n3,4\n")).containsExactly(4L, 8L, 12L);
    assertThat(csv("a,b\r\n1,2\r\n3,4\r\n")).containsExactly(5L, 10L, 15L);
    assertThat(csv("a,b\r1,2\r3,4\r")).containsExactly(4L, 8L, 12L);
  }

  @Test
  void lastLineNeedsNoEnd() throws IOException {
    assertThat(csv("a,b\n1,2")).containsExactly(4L, 7L);
  }

  @Test
  void lineBreaksInsideQuotesAreNoPlaceToCut() throws IOException {
    assertThat(csv("a,b\n\"1\n\n\",2\n3,4\n")).containsExactly(4L, 12L, 16L);
    assertThat(csv("a,b\n1,  \"x\r\ny\"  \n3,4\n")).containsExactly(4L, 17L, 21L);
  }

  @Test
  void doubledQuotesStayInsideQuotes() throws IOException {
    assertThat(csv("a\n\"x\"\"\n\"\"\"\ny\n")).containsExactly(2L, 11L, 13L);
  }

  @Test
  void quoteInsideAnUnquotedFieldIsASignLikeOthers() throws IOException {
    assertThat(csv("a,b\n5\" pipe,2\n3,4\n")).containsExactly(4L, 14L, 18L);
  }

  @Test
  void recordWithBrokenQuotesEndsWithItsFirstLine() throws IOException {
    assertThat(csv("a,b\n\"x\ny\"z,2\n3,4\n")).containsExactly(4L, 7L, 13L, 17L);
    assertThat(csv("a,b\n\"x,2\n3,4\n")).containsExactly(4L, 9L, 13L);
  }

  @Test
  void markAndEmptyLinesStayWithTheHeader() throws IOException {
    assertThat(csv("\uFEFFa,b\n1,2\n")).containsExactly(7L, 11L);
    assertThat(csv("\n\na,b\n1,2\n")).containsExactly(6L, 10L);
  }

  @Test
  void signsOfSeveralBytesAreNotCut() throws IOException {
    assertThat(csv("ä,€\n\"😀\n\",ß\n")).containsExactly(7L, 18L);
  }

  @Test
  void otherDelimitersAndQuotesAreHeeded() throws IOException {
    CsvFormat format = new CsvFormat('\t', '\'', true, StandardCharsets.ISO_8859_1, "");
    assertThat(cuts("a\tb\n'x\n'\t\"\n1\t2\n".getBytes(StandardCharsets.ISO_8859_1), format))
        .containsExactly(4L, 11L, 15L);
  }

  @Test
  void jsonIsCutBetweenLinesButNotInFrontOfABracket() throws IOException {
    byte[] text = "{\"a\":1}\n[1]\n{\"a\":2}\r\n{}".getBytes(StandardCharsets.UTF_8);
    assertThat(cuts(text, null)).containsExactly(12L, 21L, 23L);
  }

  /** Wherever a file is cut, reading the slices gives what reading the file gives. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void slicesTogetherHaveTheRecordsOfTheFile(long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "\uFEFFa,b\n" : "a,\"b\n\"\n");
    String[] words = {
      "x",
      ",",
      "\"",
      "\"\"",
      "\n",
      "\r\n",
      "\r",
      " ",
      "é",
      "\"y\n,z\"",
      "1,2\n",
      "\"a\"\"b\",\"c\"\n"
    };
    for (int i = 0; i < 300; i++) {
      text.append(words[random.nextInt(words.length)]);
    }
    Path file = Files.writeString(dir.resolve("random.csv"), text);
    List<CsvRecord> whole = records(file);
    for (long size : new long[] {1, 7, 50, 200}) {
      assertThat(sliced(file, size)).as("seed %d, chunks of %d", seed, size).isEqualTo(whole);
    }
  }

  @Test
  void linesLongerThanAnyRecordAreNotCut() throws IOException {
    String line = "x".repeat(2 * CsvFormat.LONGEST_RECORD);
    String text = "a,b\n" + line + "\"" + line + "," + line + "\n1,2\n\"" + line + "\n\"\n3,4\n";
    Path file = Files.writeString(dir.resolve("long.csv"), text);
    List<Long> ends = new ArrayList<>();
    try (FileChannel in = FileChannel.open(file)) {
      long end = 4;
      while (end < text.length()) {
        end = TextCuts.next(in, CsvFormat.PLAIN, end, end + 1);
        ends.add(end);
      }
    }
    long behind = 4 + 3L * line.length() + 3;
    long broken = behind + 4 + 1 + line.length() + 1;
    assertThat(ends).startsWith(behind, behind + 4, broken).endsWith((long) text.length());
  }

  private List<CsvRecord> sliced(Path file, long size) throws IOException {
    List<CsvRecord> records = new ArrayList<>();
    ChunkPlanner planner = new ChunkPlanner(size).add("t", CSV, List.of(file));
    long end = 0;
    for (List<Piece> chunk : planner.chunks()) {
      Path folder = Files.createTempDirectory(dir, "slices");
      Slices.Slice slice = Slices.of(chunk.get(0), CSV, end, folder);
      end = slice.end();
      records.addAll(records(slice.file()));
    }
    assertThat(end).isEqualTo(planner.chunks().size() > 1 ? Files.size(file) : end);
    return records;
  }

  /** Without the header and the numbers of lines. */
  private static List<CsvRecord> records(Path file) throws IOException {
    List<CsvRecord> records = new ArrayList<>();
    try (CsvRecordReader reader = new CsvRecordReader(file, CsvFormat.PLAIN)) {
      reader.next();
      for (CsvRecord next = reader.next(); next != null; next = reader.next()) {
        // Which rule a broken record breaks depends on what follows; that it is broken does not.
        String problem = next.problem() == null ? null : "broken";
        records.add(new CsvRecord(0, next.raw(), next.fields(), problem));
      }
    }
    return records;
  }
}
