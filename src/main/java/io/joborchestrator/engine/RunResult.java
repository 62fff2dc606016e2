package io.joborchestrator.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.joborchestrator.pipeline.spec.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a completed run leaves in {@code jobs.result}: written by engines, read by the console and
 * the command line. All parts are optional in JSON.
 *
 * @param outputs files and folders that became visible
 * @param rowsRead rows of all inputs, or null if unknown
 * @param rowsWritten rows of the output, or null if unknown
 * @param badRows rows left out by the bad-row policy
 * @param columns of {@code firstRows}
 * @param firstRows at most 100 rows as text, null for NULL
 * @param engineMillis time the engine itself took
 * @param exitCode of a script, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunResult(
    List<OutputFile> outputs,
    @Nullable Long rowsRead,
    @Nullable Long rowsWritten,
    @Nullable Long badRows,
    List<Column> columns,
    List<List<@Nullable String>> firstRows,
    @Nullable Long engineMillis,
    @Nullable Integer exitCode) {
  /** One output. {@code rows} is null if it was not counted. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OutputFile(String path, String format, long bytes, @Nullable Long rows) {}
}
