package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.connection.Connections;
import io.joborchestrator.connection.RunSessions;
import io.joborchestrator.connection.read.TableSources;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.match.MatchRun;
import io.joborchestrator.engine.output.FileTrees;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.StagedPipeline;
import io.joborchestrator.pipeline.expression.ExpressionException;
import io.joborchestrator.pipeline.expression.Expressions;
import io.joborchestrator.pipeline.schema.InputFiles;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.OutputSpec;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import io.joborchestrator.pipeline.sql.InputCompiler;
import io.joborchestrator.pipeline.sql.PipelineCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** The workbench on this machine's columnar engine. Thread-safe; keeps nothing between calls. */
public final class LocalPipelineWorkbench implements PipelineWorkbench {
  private static final int INFER_ROWS = 1;

  private final DuckDbSettings settings;
  private final FileInspector inspector;
  private final TableInspector tables;
  private final Connections connections;
  private final PipelineCompiler compiler = new PipelineCompiler();

  /** For pipelines that name no databases. */
  public LocalPipelineWorkbench(DuckDbSettings settings) {
    this(settings, Connections.NONE);
  }

  /**
   * @param connections databases that pipelines may name
   */
  public LocalPipelineWorkbench(DuckDbSettings settings, Connections connections) {
    this.settings = settings;
    this.connections = connections;
    this.tables = new TableInspector(connections);
    this.inspector = new FileInspector(settings);
  }

  @Override
  public FileInspection inspect(String path, int rows) {
    return inspect(InputSpec.of("", path), rows);
  }

  @Override
  public FileInspection inspect(InputSpec input, int rows) {
    refuseInterrupted();
    return input.readsTable() ? tables.inspect(input, rows) : inspector.inspect(input, rows);
  }

  @Override
  public List<String> connections() {
    return connections.names();
  }

  @Override
  public List<String> tables(String connection, String part, int most) {
    refuseInterrupted();
    return tables.names(connection, part, most);
  }

  private static void refuseInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("Interrupted");
    }
  }

  @Override
  public Examined examine(PipelineSpec spec) {
    List<Problem> problems = new ArrayList<>();
    PipelineSpec known = inferred(spec, problems);
    if (problems.isEmpty()) {
      problems.addAll(compiler.check(known));
    }
    if (problems.isEmpty()) {
      OutputSpec output = known.output();
      files(known.inputs(), output == null ? Map.of() : Map.of("/output", output), problems);
      if (output != null && output.writesTable()) {
        List<List<Column>> columns = compiler.columnsAfterSteps(known);
        tables.output(output, columns.get(columns.size() - 1), problems);
      }
    }
    return new Examined(known, problems);
  }

  @Override
  public ExaminedFiles examineFiles(
      Map<String, InputSpec> inputs, Map<String, OutputSpec> outputs) {
    List<Problem> problems = new ArrayList<>();
    PipelineSpec alone = new PipelineSpec(inputs, Map.of(), null, List.of(), null);
    Map<String, InputSpec> known = inferred(alone, problems).inputs();
    problems.addAll(new InputCompiler().check(known, outputs));
    if (problems.isEmpty()) {
      files(known, outputs, problems);
    }
    return new ExaminedFiles(known, problems);
  }

  /** Columns for every input that can be read; problems for those that cannot. */
  private PipelineSpec inferred(PipelineSpec spec, List<Problem> problems) {
    Map<String, InputSpec> inputs = new LinkedHashMap<>();
    spec.inputs()
        .forEach(
            (name, input) -> {
              InputSpec known = input;
              String at = "/inputs/" + name.replace("~", "~0").replace("/", "~1");
              if (input.readsTable() && input.connection() != null && input.table() != null) {
                try {
                  known = tables.complete(input);
                } catch (OrchestratorException e) {
                  problems.add(tables.problem(e, input, at));
                }
              } else if (input.columns() == null
                  && input.format() != null
                  && !input.path().isEmpty()) {
                try {
                  known = complete(input);
                } catch (OrchestratorException e) {
                  problems.add(Problem.at(e.code(), at + "/path", String.valueOf(e.getMessage())));
                }
              } else if (input.format() != null && !input.path().isEmpty()) {
                known = InputFolders.complete(input);
              }
              inputs.put(name, known);
            });
    return new PipelineSpec(
        inputs, spec.tables(), spec.from(), spec.steps(), spec.output(), spec.checkpoint());
  }

  /** What was written stays; only the columns are added. */
  private InputSpec complete(InputSpec input) {
    if (input.readsTable()) {
      return tables.complete(input);
    }
    FileInspection found = inspect(input, INFER_ROWS);
    if (found.columns().isEmpty()) {
      throw new OrchestratorException(
          ErrorCode.INPUT_FORMAT,
          "The columns of " + input.path() + " cannot be found, it is empty: declare them.");
    }
    return input.withColumns(found.columns()).withPathColumns(found.input().pathColumns());
  }

  private static void files(
      Map<String, InputSpec> inputs, Map<String, OutputSpec> outputs, List<Problem> problems) {
    List<Path> all = new ArrayList<>();
    inputs.forEach(
        (name, input) -> {
          String at = "/inputs/" + name.replace("~", "~0").replace("/", "~1") + "/path";
          try {
            all.addAll(InputFiles.of(input));
          } catch (OrchestratorException e) {
            problems.add(Problem.at(e.code(), at, String.valueOf(e.getMessage())));
          }
        });
    outputs.forEach(
        (pointer, output) -> {
          if (!output.writesTable()) {
            output(output, pointer + "/path", all, problems);
          }
        });
  }

  private static void output(
      OutputSpec output, String pointer, List<Path> inputs, List<Problem> problems) {
    Path target;
    try {
      target = Path.of(output.path()).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      problems.add(Problem.at(ErrorCode.OUTPUT_NOT_WRITABLE, pointer, "This is no path here"));
      return;
    }
    for (Path input : inputs) {
      if (input.equals(target) || input.startsWith(target)) {
        problems.add(
            Problem.at(
                ErrorCode.OUTPUT_EQUALS_INPUT,
                pointer,
                "The output is also an input: choose another place"));
        return;
      }
    }
    boolean refuses = output.ifExists() == null || output.ifExists().equals("refuse");
    if (Files.exists(target) && refuses) {
      problems.add(
          new Problem(
              ErrorCode.OUTPUT_EXISTS,
              pointer,
              -1,
              -1,
              target + " exists already: choose replace, or another place",
              null));
    }
    Path parent = target.getParent();
    while (parent != null && !Files.exists(parent)) {
      parent = parent.getParent();
    }
    if (parent != null && (!Files.isDirectory(parent) || !Files.isWritable(parent))) {
      problems.add(
          Problem.at(
              ErrorCode.OUTPUT_NOT_WRITABLE,
              pointer,
              "Nothing can be written to " + parent + ": check its rights"));
    }
  }

  @Override
  public ExpressionCheck checkExpression(
      String expression, List<Column> columns, @Nullable ColumnType expected) {
    List<String> completions = Expressions.completions(expression, columns);
    try {
      ColumnType type = Expressions.check(expression, columns, expected).type();
      return new ExpressionCheck(type, List.of(), completions);
    } catch (ExpressionException e) {
      return new ExpressionCheck(null, List.of(e.toProblem("")), completions);
    }
  }

  @Override
  public List<List<Column>> columnsAfterSteps(PipelineSpec spec) {
    return compiler.columnsAfterSteps(inferred(spec, new ArrayList<>()));
  }

  @Override
  public long inputBytes(PipelineSpec spec) {
    long bytes = 0;
    for (InputSpec input : spec.inputs().values()) {
      bytes += input.readsTable() ? tables.bytes(input) : InputFiles.bytes(InputFiles.of(input));
    }
    return bytes;
  }

  @Override
  public PipelineSpec withSchemas(PipelineSpec spec) {
    Map<String, InputSpec> inputs = new LinkedHashMap<>();
    spec.inputs()
        .forEach(
            (name, input) ->
                inputs.put(
                    name,
                    input.columns() == null ? complete(input) : InputFolders.complete(input)));
    return new PipelineSpec(
        inputs, spec.tables(), spec.from(), spec.steps(), spec.output(), spec.checkpoint());
  }

  @Override
  public Preview preview(PipelineSpec spec, int steps, int sampleRows, int rows) {
    refuseInterrupted();
    long start = System.nanoTime();
    PipelineSpec known = withSchemas(spec);
    PipelineSpec cut =
        new PipelineSpec(
            known.inputs(),
            known.tables(),
            known.from(),
            known.steps().subList(0, Math.min(steps, known.steps().size())),
            null);
    try {
      Path workDir = Files.createTempDirectory("ejo-preview-");
      String label = "ejo preview " + UUID.randomUUID().toString().substring(0, 8);
      try (DuckDbSession session = new DuckDbSession(settings, workDir);
          RunSessions databases = new RunSessions(label);
          TableSources sources = new TableSources(connections, databases)) {
        DuckDbTables reader = new DuckDbTables(sources, workDir, RunListener.NONE);
        DuckDbInputs inputs = new DuckDbInputs(session, workDir, false, reader);
        StagedPipeline pipeline =
            compiler.compileStaged(cut, Dialect.DUCKDB, MatchRun.folder(workDir));
        inputs.find(pipeline.inputs());
        DuckDbStages stages = new DuckDbStages(session, inputs, workDir, sampleRows);
        stages.prepare(pipeline, RunListener.NONE);
        return preview(pipeline, session, rows, start);
      } finally {
        FileTrees.delete(workDir);
      }
    } catch (SQLException e) {
      throw DuckDbErrors.of(e);
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.DISK_FULL, "The preview could not write its temporary files.", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("A stage of the preview failed", e);
    }
  }

  private static Preview preview(
      StagedPipeline pipeline, DuckDbSession session, int rows, long start) throws SQLException {
    long sampled = 0;
    for (CompiledPipeline.Input input : pipeline.inputs()) {
      sampled += session.count("SELECT count(*) FROM " + input.relation());
    }
    session.execute("CREATE TEMP TABLE preview AS " + pipeline.finish().query());
    long count = session.count("SELECT count(*) FROM preview");
    List<List<@Nullable String>> shown =
        session.query("SELECT * FROM preview LIMIT " + rows, DuckDbOutput::texts);
    long millis = (System.nanoTime() - start) / 1_000_000;
    return new Preview(pipeline.finish().columns(), shown, sampled, count, millis);
  }
}
