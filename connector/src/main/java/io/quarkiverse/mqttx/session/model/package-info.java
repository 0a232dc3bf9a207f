/**
 * What a session is told and what it tells, as plain values: settings, and the results of CONNECT, and the changes that a
 * store keeps. Immutable, for any thread. A reference is never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.session.model;
