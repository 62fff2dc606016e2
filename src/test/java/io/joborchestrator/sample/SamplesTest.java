package io.joborchestrator.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.domain.job.JobFile;
import io.joborchestrator.domain.job.JobSubmission;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
  @TempDir Path home;

  @Test
  void offersThreeJobsWhoseFilesExist() throws Exception {
    List<SampleJob> jobs = new Samples(home, "Linux").jobs();

    assertThat(jobs).extracting(SampleJob::isPipeline).containsExactly(true, true, false);
    assertThat(jobs).allSatisfy(job -> assertThat(job.description()).isNotBlank());
    SampleJob first = jobs.get(0);
    Path input = Path.of(first.submission().config().at("/inputs/flights/path").asText());
    assertThat(Files.readAllLines(input)).hasSize(10_001);
    assertThat(JobFile.parse(Files.readString(first.file()))).isEqualTo(first.submission());
  }

  @Test
  void restoresAFileThatWasChanged() throws Exception {
    Samples samples = new Samples(home, "Linux");
    samples.jobs();
    Path data = home.resolve("data/airports.csv");
    Files.writeString(data, "broken");

    samples.jobs();

    assertThat(Files.readAllLines(data)).hasSize(3377);
  }

  @Test
  void leavesNoPlaceholderOnAnySystem() {
    for (String system : List.of("Linux", "Windows 11", "Mac OS X")) {
      assertThat(new Samples(home, system).jobs())
          .extracting(job -> job.submission().config().toString())
          .noneMatch(text -> text.contains("${"));
    }
  }

  @Test
  void givesEachEngineItsOwnOutput() {
    JobSubmission job = new Samples(home, "Linux").jobs().get(0).onEngine("spark");

    assertThat(job.engine()).isEqualTo("spark");
    assertThat(job.config().at("/output/path").asText())
        .endsWith("/delays-by-airport-spark.parquet");
  }
}
