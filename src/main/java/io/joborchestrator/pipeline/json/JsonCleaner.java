package io.joborchestrator.pipeline.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.BrokenJson;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes what a file means in the one way every engine reads alike: UTF-8, one object a line, the
 * wanted fields as texts; a record that is no object as one field with its text. One per file.
 */
public final class JsonCleaner {
  private static final int LONGEST_SHOWN = 10_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private final List<String> fields;
  private final String badField;

  /**
   * @param fields wanted
   * @param badField name under which the text of a bad record stands
   */
  public JsonCleaner(List<String> fields, String badField) {
    this.fields = List.copyOf(fields);
    this.badField = badField;
  }

  /**
   * @return records, good and bad
   * @throws IOException if reading or writing fails
   */
  public long clean(Path file, Charset charset, Path target) throws IOException {
    try (BufferedReader in =
            new BufferedReader(new InputStreamReader(JsonSurvey.open(file), charset));
        BufferedWriter out = Files.newBufferedWriter(target)) {
      int first = firstSign(in);
      return first == '[' ? array(in, out) : lines(in, out);
    }
  }

  /** The first sign that is no blank, not yet taken; a byte order mark and blanks are skipped. */
  private static int firstSign(BufferedReader in) throws IOException {
    while (true) {
      in.mark(1);
      int next = in.read();
      if (next != '\uFEFF' && !Character.isWhitespace(next)) {
        in.reset();
        return next;
      }
    }
  }

  private long lines(BufferedReader in, BufferedWriter out) throws IOException {
    long records = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (!line.isBlank()) {
        records++;
        write(record(line), line, out);
      }
    }
    return records;
  }

  private static JsonNode record(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (JsonProcessingException broken) {
      return JsonNodeFactory.instance.missingNode();
    }
  }

  /** A broken array has no next record to go on with: what is left of it is one bad record. */
  private long array(BufferedReader in, BufferedWriter out) throws IOException {
    long records = 0;
    try (MappingIterator<JsonNode> nodes = MAPPER.readerFor(JsonNode.class).readValues(in)) {
      while (nodes.hasNextValue()) {
        JsonNode node = nodes.nextValue();
        records++;
        write(node, node.toString(), out);
      }
    } catch (JsonProcessingException broken) {
      records++;
      write(
          JsonNodeFactory.instance.missingNode(),
          "the array breaks off: " + BrokenJson.fault(broken),
          out);
    }
    return records;
  }

  private void write(JsonNode record, String text, BufferedWriter out) throws IOException {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    if (record.isObject()) {
      for (String field : fields) {
        JsonNode value = record.get(field);
        if (value != null && !value.isNull()) {
          line.put(field, value.isTextual() ? value.textValue() : value.toString());
        }
      }
    } else {
      boolean isLong = text.length() > LONGEST_SHOWN;
      line.put(badField, isLong ? text.substring(0, LONGEST_SHOWN) + " …" : text);
    }
    out.write(MAPPER.writeValueAsString(line));
    out.write('\n');
  }
}
