package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchemaVersionTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Test
  void r38_anOlderProgramLeavesANewerSchemaAloneAndSaysWhichSideToUpgrade() {
    String version = SchemaMigrator.migrate(database.config());
    database.execute(
        "INSERT INTO schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success)"
            + " SELECT max(installed_rank) + 1, '999', 'later', 'SQL', 'V999__later.sql',"
            + " 'somebody', 1, true FROM schema_history");
    assertThatThrownBy(() -> SchemaMigrator.migrate(database.config()))
        .isInstanceOfSatisfying(
            OrchestratorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_VERSION))
        .hasMessageContainingAll("version 999", "knows " + version, "Upgrade this one");
    database.execute("DELETE FROM schema_history WHERE version = '999'");
    assertThat(SchemaMigrator.migrate(database.config())).isEqualTo(version);
  }
}
