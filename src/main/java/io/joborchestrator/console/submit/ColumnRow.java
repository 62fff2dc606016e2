package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** A column of an input, whose type can be changed. FX thread only. */
final class ColumnRow extends FormPart {
  private final String name;
  private final StringProperty type;
  private final StringProperty format;

  ColumnRow(Column column) {
    name = column.name();
    type = new SimpleStringProperty(column.type().toString());
    format = new SimpleStringProperty(column.format() == null ? "" : column.format());
    watch(type, format);
  }

  String name() {
    return name;
  }

  StringProperty type() {
    return type;
  }

  /** Pattern of a date or timestamp in text; empty for ISO 8601. */
  StringProperty format() {
    return format;
  }

  Column spec() {
    String pattern = format.get().isBlank() ? null : format.get().strip();
    return new Column(name, TypeText.parse(type.get()).orElse(ColumnType.STRING), pattern);
  }
}
