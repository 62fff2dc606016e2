/**
 * Charts: values in, a picture made off the FX thread out. Types of the charting library stay in
 * here.
 */
@NullMarked
package io.joborchestrator.console.chart;

import org.jspecify.annotations.NullMarked;
