package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.PastRuns;
import io.joborchestrator.store.RunCostStore;
import io.joborchestrator.store.WorkStore;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What past runs took: the last eleven, by engine, from whoever ran them. */
class RunCostsTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Test
  void keepsTheLastElevenRunsOfEachEngineAndTheOrderOfTheirSizes() {
    WorkStore work = database.stores().work();
    TestWorker worker = TestWorker.register(work, "w");
    database.execute("SELECT orchestrator.submit_job('load', 'etl', p_priority => 'critical')");
    ClaimedJob job = worker.claim(1).get(0);
    RunCostStore costs = work.costs();
    assertThat(costs.facts(job.no()))
        .isEqualTo(new RunCostStore.Facts(JobPriority.CRITICAL, List.of()));

    for (int i = 1; i <= 14; i++) {
      costs.record(worker.session(), TestWorker.claim(job), "local", i, 100 + i);
    }
    costs.record(worker.session(), TestWorker.claim(job), "spark", 5, -1);

    assertThat(costs.past("etl", "load"))
        .extracting(PastRuns::engine)
        .containsExactly("local", "spark");
    PastRuns local = costs.past("etl", "load").get(0);
    assertThat(local.runs()).hasSize(11);
    assertThat(local.runs().get(0)).isEqualTo(new PastRuns.Run(4, 104));
    assertThat(local.runs().get(10)).isEqualTo(new PastRuns.Run(14, 114));
    assertThat(local.medianSeconds()).hasValue(9);
    assertThat(costs.past("etl", "other")).isEmpty();
  }

  @Test
  void aWorkerThatDoesNotHoldTheJobKeepsNothing() {
    WorkStore work = database.stores().work();
    TestWorker holder = TestWorker.register(work, "holder");
    TestWorker other = TestWorker.register(work, "other");
    database.execute("SELECT orchestrator.submit_job('load', 'etl')");
    ClaimedJob job = holder.claim(1).get(0);

    work.costs().record(other.session(), TestWorker.claim(job), "local", 1, 1);

    assertThat(work.costs().past("etl", "load")).isEmpty();
  }
}
