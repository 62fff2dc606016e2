/**
 * A PostgreSQL of this user's own, unpacked, started, shared between processes and stopped by this
 * program.
 */
@NullMarked
package io.joborchestrator.store.embedded;

import org.jspecify.annotations.NullMarked;
