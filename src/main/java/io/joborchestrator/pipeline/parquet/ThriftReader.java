package io.joborchestrator.pipeline.parquet;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads the compact protocol of Thrift into a tree, whatever the structs mean. One per text. */
final class ThriftReader {
  private static final int MOST_ELEMENTS = 50_000_000;

  private final ByteBuffer in;

  ThriftReader(byte[] bytes) {
    in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * @throws IOException if the bytes are no struct
   */
  ThriftStruct read() throws IOException {
    try {
      return struct();
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException("The footer of the Parquet file is broken", e);
    }
  }

  private ThriftStruct struct() {
    ThriftStruct struct = new ThriftStruct();
    int id = 0;
    while (true) {
      int head = in.get() & 0xFF;
      int type = head & 0x0F;
      if (type == ThriftStruct.STOP) {
        return struct;
      }
      int delta = head >>> 4;
      id = delta == 0 ? (int) zigzag() : id + delta;
      Object value = type <= ThriftStruct.FALSE ? type == ThriftStruct.TRUE : value(type);
      struct.put(id, type <= ThriftStruct.FALSE ? ThriftStruct.TRUE : type, value);
    }
  }

  private Object value(int type) {
    return switch (type) {
      case ThriftStruct.TRUE, ThriftStruct.FALSE -> in.get() == ThriftStruct.TRUE;
      case ThriftStruct.I8 -> (long) in.get();
      case ThriftStruct.I16, ThriftStruct.I32, ThriftStruct.I64 -> zigzag();
      case ThriftStruct.DOUBLE -> in.getDouble();
      case ThriftStruct.BINARY -> binary();
      case ThriftStruct.LIST, ThriftStruct.SET -> list();
      case ThriftStruct.STRUCT -> struct();
      default -> throw new IllegalArgumentException("Unknown type " + type);
    };
  }

  private byte[] binary() {
    byte[] bytes = new byte[size()];
    in.get(bytes);
    return bytes;
  }

  private ThriftStruct.Elements list() {
    int head = in.get() & 0xFF;
    int size = head >>> 4 == 15 ? size() : head >>> 4;
    int type = head & 0x0F;
    List<Object> elements = new ArrayList<>(Math.min(size, 10_000));
    for (int i = 0; i < size; i++) {
      elements.add(value(type));
    }
    return new ThriftStruct.Elements(type, elements);
  }

  private int size() {
    long size = varint();
    if (size < 0 || size > Math.max(MOST_ELEMENTS, in.remaining())) {
      throw new IllegalArgumentException("A size of " + size);
    }
    return (int) size;
  }

  private long zigzag() {
    long value = varint();
    return value >>> 1 ^ -(value & 1);
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("A number of more than 64 bits");
  }
}
