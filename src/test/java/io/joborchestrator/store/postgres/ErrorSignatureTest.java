package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is taken out of an error, on messages as engines and programs write them. */
class ErrorSignatureTest {
  private static final Map<String, String> MESSAGES = new LinkedHashMap<>();

  static {
    MESSAGES.put(
        "The file /data/in/2026-11-23/orders_17.csv does not exist.",
        "The file <path> does not exist.");
    MESSAGES.put("No file C:\\data\\in\\orders 17.csv", "No file <path> <path>");
    MESSAGES.put(
        "[PATH_NOT_FOUND] Path does not exist: file:/tmp/x/part-00001.parquet. SQLSTATE: 42K03",
        "[PATH_NOT_FOUND] Path does not exist: file:<path>. SQLSTATE: #K#");
    MESSAGES.put(
        "Cannot read hdfs://namenode:8020/warehouse/t/part-0.parquet", "Cannot read <url>");
    MESSAGES.put(
        "Connection to db-3.internal.example.com:5432 refused. Check that the hostname and port are correct.",
        "Connection to <host> refused. Check that the hostname and port are correct.");
    MESSAGES.put(
        "connect to 10.12.0.7:7077 timed out after 30000 ms",
        "connect to <host> timed out after # ms");
    MESSAGES.put("connect to [fe80::1ff:fe23:4567:890a]:443 failed", "connect to <host> failed");
    MESSAGES.put(
        "java.net.UnknownHostException: kafka-2.prod.local",
        "java.net.UnknownHostException: <host>");
    MESSAGES.put(
        "Job aborted due to stage failure: Task 3 in stage 12.0 failed 4 times, most recent failure: Lost task 3.3 in stage 12.0 (TID 1207) (executor 5)",
        "Job aborted due to stage failure: Task # in stage # failed # times, most recent failure: Lost task # in stage # (TID #) (executor #)");
    MESSAGES.put("There is no column 'amout' in orders", "There is no column '?' in orders");
    MESSAGES.put(
        "It can't find the table \"Sales 2026\" and didn't try `x`",
        "It can't find the table \"?\" and didn't try `?`");
    MESSAGES.put(
        "Could not convert string '12,5€' to DOUBLE in line 4711",
        "Could not convert string '?' to DOUBLE in line #");
    MESSAGES.put(
        "Run 3f1e2d4c-aaaa-4bbb-8ccc-1234567890ab of job 019ab0d4-7c11-7def-9abc-0123456789ab failed",
        "Run <id> of job <id> failed");
    MESSAGES.put(
        "com.acme.Loader$Worker@1b2c3d4e is closed", "com.acme.Loader$Worker@<hex> is closed");
    MESSAGES.put("segfault at 0x7fffe3a4 ip 00007f1c2d3e4f50", "segfault at <hex> ip <hex>");
    MESSAGES.put(
        "checksum d41d8cd98f00b204e9800998ecf8427e does not match",
        "checksum <hex> does not match");
    MESSAGES.put(
        "Lease expired at 2026-11-23T08:15:30.123Z (12:00:01 local)",
        "Lease expired at <time> (<time> local)");
    MESSAGES.put("Mail to ann.lee+jobs@example.com bounced", "Mail to <address> bounced");
    MESSAGES.put(
        "Out of memory: needed 12.5 GiB, -3% free, 1,234,567 rows, 1.5e-7",
        "Out of memory: needed # GiB, # free, # rows, #");
    MESSAGES.put(
        "GET https://api.example.com/v1/items?id=17&k=x returned 503", "GET <url> returned #");
    MESSAGES.put("jdbc:postgresql://db:5432/sales is down", "<url> is down");
    MESSAGES.put(
        "The program ended with exit code 3: bad\n  at line 17\tcolumn 2",
        "The program ended with exit code #: bad at line # column #");
    MESSAGES.put("accessed and/or denied", "accessed and/or denied");
    MESSAGES.put(
        "Its worker died under it three times, at last node-17",
        "Its worker died under it three times, at last node-#");
    MESSAGES.put("", "");
  }

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void takesOutWhatDiffersFromOneOccurrenceToTheNext() throws SQLException {
    Map<String, String> answers = new LinkedHashMap<>();
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement("SELECT normalise_error(?)")) {
      for (String message : MESSAGES.keySet()) {
        statement.setString(1, message);
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          answers.put(message, row.getString(1));
        }
      }
    }
    assertThat(answers).containsExactlyEntriesOf(MESSAGES);
  }

  @Test
  void normalisingTwiceChangesNothing() {
    for (String message : MESSAGES.values()) {
      assertThat(database.ask("SELECT normalise_error($q$" + message + "$q$)")).isEqualTo(message);
    }
  }

  @Test
  void messageWithoutEndCostsLittleAndStaysShort() {
    String shown =
        database.ask(
            "SELECT length(normalise_error(repeat('(/a.b-c:1 ''x', 100000))) || ' ' ||"
                + " length(normalise_error(repeat('::', 100000)))");
    assertThat(shown.split(" ")).allMatch(length -> Integer.parseInt(length) <= 500);
  }
}
