package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.config.DatabaseSettings;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The name of the schema is a setting of the profile. */
class SchemaNameTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Test
  void configurationAndStoreAgreeOnTheName() {
    assertThat(DatabaseSettings.DEFAULT_SCHEMA).isEqualTo(ConnectionConfig.DEFAULT_SCHEMA);
    assertThat(DatabaseSettings.EMBEDDED.schema()).isEqualTo(database.config().schema());
  }

  @Test
  void twoSchemasOfOneDatabaseKnowNothingOfEachOther() {
    ConnectionConfig team = database.config().withSchema("team_jobs");
    assertThat(SchemaMigrator.migrate(team)).isEqualTo(SchemaMigrator.migrate(database.config()));
    try (PostgresStores stores = PostgresStores.open(team, () -> false)) {
      stores.jobs().submit(List.of(named("of the team")));
      database.stores().jobs().submit(List.of(named("ours")));
      TestWorker worker = TestWorker.register(stores.work(), "w1");
      var claimed = worker.claim(10);
      assertThat(claimed).extracting(job -> job.name()).containsExactly("of the team");
      assertThat(worker.complete(claimed)).hasSize(1);
      assertThat(stores.work().maintain(100)).isPositive();
      assertThat(stores.jobs().count(JobFilter.ALL, 10)).isEqualTo(1);
    }
    assertThat(database.stores().jobs().count(JobFilter.ALL, 10)).isEqualTo(1);
  }

  private static JobSubmission named(String name) {
    return JobSubmission.of(name, "etl", JsonNodeFactory.instance.objectNode());
  }
}
