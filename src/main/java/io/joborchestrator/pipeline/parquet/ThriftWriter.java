package io.joborchestrator.pipeline.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/** Writes a tree in the compact protocol of Thrift. */
final class ThriftWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private ThriftWriter() {}

  static byte[] write(ThriftStruct struct) {
    ThriftWriter writer = new ThriftWriter();
    writer.struct(struct);
    return writer.out.toByteArray();
  }

  private void struct(ThriftStruct struct) {
    int last = 0;
    for (Map.Entry<Integer, ThriftStruct.Field> entry : struct.fields().entrySet()) {
      ThriftStruct.Field field = entry.getValue();
      boolean truth = field.value() instanceof Boolean;
      int type = Boolean.FALSE.equals(field.value()) ? ThriftStruct.FALSE : field.type();
      int delta = entry.getKey() - last;
      if (delta > 0 && delta <= 15) {
        out.write(delta << 4 | type);
      } else {
        out.write(type);
        zigzag(entry.getKey());
      }
      if (!truth) {
        value(field.type(), field.value());
      }
      last = entry.getKey();
    }
    out.write(ThriftStruct.STOP);
  }

  private void value(int type, Object value) {
    switch (type) {
      case ThriftStruct.TRUE, ThriftStruct.FALSE ->
          out.write((Boolean) value ? ThriftStruct.TRUE : ThriftStruct.FALSE);
      case ThriftStruct.I8 -> out.write(((Long) value).intValue());
      case ThriftStruct.DOUBLE ->
          out.writeBytes(
              ByteBuffer.allocate(8)
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .putDouble((Double) value)
                  .array());
      case ThriftStruct.BINARY -> {
        varint(((byte[]) value).length);
        out.writeBytes((byte[]) value);
      }
      case ThriftStruct.LIST, ThriftStruct.SET -> list((ThriftStruct.Elements) value);
      case ThriftStruct.STRUCT -> struct((ThriftStruct) value);
      default -> zigzag((Long) value);
    }
  }

  private void list(ThriftStruct.Elements list) {
    int size = list.values().size();
    out.write(Math.min(size, 15) << 4 | list.type());
    if (size >= 15) {
      varint(size);
    }
    list.values().forEach(element -> value(list.type(), element));
  }

  private void zigzag(long value) {
    varint(value << 1 ^ value >> 63);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
