package io.joborchestrator.pipeline.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed expression, not yet checked. Positions count characters of the source from 0. */
sealed interface Node {
  int start();

  int end();

  /** Kinds of constant. */
  enum LiteralKind {
    NULL,
    BOOLEAN,
    NUMBER,
    TEXT,
    DATE,
    TIMESTAMP
  }

  record Literal(LiteralKind kind, String text, int start, int end) implements Node {}

  record Name(String name, boolean quoted, int start, int end) implements Node {}

  /**
   * @param operator {@code -} or {@code not}
   */
  record Unary(String operator, Node operand, int start, int end) implements Node {}

  record Binary(String operator, Node left, Node right, int start, int end) implements Node {}

  record IsNull(Node operand, boolean negated, int start, int end) implements Node {}

  record In(Node operand, List<Node> values, boolean negated, int start, int end) implements Node {}

  record Between(Node operand, Node low, Node high, boolean negated, int start, int end)
      implements Node {}

  record Like(Node operand, Node pattern, boolean negated, int start, int end) implements Node {}

  record When(Node condition, Node result) {}

  record Case(List<When> whens, @Nullable Node otherwise, int start, int end) implements Node {}

  record Cast(Node operand, String type, boolean tries, int typeStart, int start, int end)
      implements Node {}

  record Call(String function, List<Node> arguments, int nameEnd, int start, int end)
      implements Node {}
}
