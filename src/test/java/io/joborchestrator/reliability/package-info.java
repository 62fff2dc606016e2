/**
 * The promises under faults, one test per row of the list of faults, with its id in the name. All
 * of them end with the same oracle: {@link io.joborchestrator.testing.fault.InvariantReport}.
 */
package io.joborchestrator.reliability;
