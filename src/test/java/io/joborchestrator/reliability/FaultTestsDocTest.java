package io.joborchestrator.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on faults names every test of one, and every fault has a test. */
class FaultTestsDocTest {
  private static final Path PROJECT = Path.of(System.getProperty("project.dir", "."));
  private static final List<String> FAULTS =
      List.of(
          ("R01 R02 R03 R05 R07 R08 R10 R11 R12 R14 R15 R16 R17 R19 R20 R21 R23 R25 R27 R29 R30"
                  + " R32 R33 R34 R35 R37 R38 R39 R40")
              .split(" "));
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (R\\d\\d) \\| [^|]+ \\| ([^|]+) \\|");
  private static final Pattern NAMED = Pattern.compile("`(\\w+#\\w+)`");
  private static final Pattern METHOD = Pattern.compile("\\bvoid (r\\d\\d_\\w+)\\(");

  @Test
  void everyFaultHasTestsWithItsIdInTheirNames() throws IOException {
    List<String> faults = new ArrayList<>();
    Matcher row = ROW.matcher(page());
    while (row.find()) {
      String id = row.group(1);
      faults.add(id);
      List<String> tests = NAMED.matcher(row.group(2)).results().map(m -> m.group(1)).toList();
      assertThat(tests).as(id).isNotEmpty();
      assertThat(tests).allMatch(test -> test.contains(id.toLowerCase(Locale.ROOT) + "_"));
    }
    assertThat(faults).containsExactlyElementsOf(FAULTS);
  }

  @Test
  void thePageNamesTheTestsThereAre() throws IOException {
    TreeSet<String> named = new TreeSet<>();
    NAMED.matcher(page()).results().forEach(match -> named.add(match.group(1)));
    TreeSet<String> there = new TreeSet<>();
    try (Stream<Path> files = Files.walk(PROJECT.resolve("src/test/java"))) {
      for (Path file : files.filter(file -> file.toString().endsWith("Test.java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        METHOD
            .matcher(Files.readString(file))
            .results()
            .forEach(match -> there.add(name + "#" + match.group(1)));
      }
    }
    assertThat(named).isEqualTo(there);
  }

  private static String page() throws IOException {
    return Files.readString(PROJECT.resolve("src/docs/fault-tests.md"));
  }
}
