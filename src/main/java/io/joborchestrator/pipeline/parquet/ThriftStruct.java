package io.joborchestrator.pipeline.parquet;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A struct as numbered fields: Boolean, Long, Double, byte[], Elements or ThriftStruct. */
final class ThriftStruct {
  static final int STOP = 0;
  static final int TRUE = 1;
  static final int FALSE = 2;
  static final int I8 = 3;
  static final int I16 = 4;
  static final int I32 = 5;
  static final int I64 = 6;
  static final int DOUBLE = 7;
  static final int BINARY = 8;
  static final int LIST = 9;
  static final int SET = 10;
  static final int STRUCT = 12;

  /** A list; {@code type} is that of its elements. */
  record Elements(int type, List<Object> values) {}

  /** A field; booleans have the type TRUE. */
  record Field(int type, Object value) {}

  private final Map<Integer, Field> fields = new TreeMap<>();

  Map<Integer, Field> fields() {
    return fields;
  }

  void put(int id, int type, Object value) {
    fields.put(id, new Field(type, value));
  }

  void remove(int id) {
    fields.remove(id);
  }

  boolean has(int id) {
    return fields.containsKey(id);
  }

  @Nullable Long number(int id) {
    Field field = fields.get(id);
    return field == null ? null : (Long) field.value();
  }

  /** A number that must be there. */
  long certain(int id) {
    return Objects.requireNonNull(number(id), () -> "Field " + id + " is missing");
  }

  /** Adds to a number, if it is there. */
  void shift(int id, long by) {
    Field field = fields.get(id);
    if (field != null) {
      put(id, field.type(), (Long) field.value() + by);
    }
  }

  ThriftStruct struct(int id) {
    return (ThriftStruct) Objects.requireNonNull(fields.get(id), "A struct is missing").value();
  }

  List<ThriftStruct> structs(int id) {
    Field field = fields.get(id);
    return field == null
        ? List.of()
        : ((Elements) field.value()).values().stream().map(e -> (ThriftStruct) e).toList();
  }
}
