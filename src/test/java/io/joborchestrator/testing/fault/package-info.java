/** Tools that break things on purpose: the network, the database, processes, clocks. */
@NullMarked
package io.joborchestrator.testing.fault;

import org.jspecify.annotations.NullMarked;
