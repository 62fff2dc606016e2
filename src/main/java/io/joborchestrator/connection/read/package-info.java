/** Reading tables: which columns, in which parts, as of one moment. */
@NullMarked
package io.joborchestrator.connection.read;

import org.jspecify.annotations.NullMarked;
