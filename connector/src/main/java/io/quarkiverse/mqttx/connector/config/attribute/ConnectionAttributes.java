package io.quarkiverse.mqttx.connector.config.attribute;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.connector.config.model.StoreType;
import io.quarkiverse.mqttx.topic.WireLimits;

/** The attributes of connections, which channels of both directions have. */
public final class ConnectionAttributes {

    static final Table TABLE = new Table(Direction.BOTH);

    public static final Attribute<String> HOST = TABLE.text(Theme.BROKER, "host",
            "Host name or IP address of the broker. Not together with `servers`")
            .orElse("localhost");
    public static final Attribute<Integer> PORT = TABLE.number(Theme.BROKER, "port",
            "Port of the broker. 1883 unless set, 8883 with TLS. Not together with `servers`")
            .from(1, WireLimits.MAX_TWO_BYTES);
    public static final Attribute<String> SERVERS = TABLE.text(Theme.BROKER, "servers",
            "Comma-separated list of brokers to try in turn, for example"
                    + " `mqtts://a.example.org,mqtts://b.example.org:8884`. Schemes: `mqtt` and `tcp` (port 1883 unless"
                    + " given), `mqtts` and `ssl` (TLS, port 8883 unless given). Instead of `host`, `port` and `ssl`; where"
                    + " one is set on the channel and the other on the connector, the channel's counts")
            .list();
    public static final Attribute<Set<ProtocolVersion>> VERSION = TABLE.choice(Theme.BROKER, "version",
            "MQTT version: `5`, `3.1.1` (or `4`), `3.1` (or `3`), or `auto`, which tries 5, then 3.1.1, then 3.1"
                    + " and remembers what the broker speaks",
            versions())
            .orElse(EnumSet.allOf(ProtocolVersion.class));
    public static final Attribute<String> CLIENT_OPTIONS_NAME = TABLE.text(Theme.BROKER, "client-options-name",
            "Identifier of a CDI bean of type `io.vertx.core.net.NetClientOptions` (`@Identifier(\"name\")`) on"
                    + " which the options of the network connection are based: TLS material, proxy and so on. It is copied;"
                    + " attributes that are set win over it")
            .alias("mqtt-client-options-name").advanced();
    public static final Attribute<String> USERNAME = TABLE.text(Theme.CREDENTIALS, "username",
            "User name sent to the broker");
    public static final Attribute<String> PASSWORD = TABLE.text(Theme.CREDENTIALS, "password",
            "Password sent to the broker. MQTT 3.1.1 and 3.1, and so `version=auto`, allow it only with"
                    + " `username`")
            .secret();
    public static final Attribute<String> CREDENTIALS_PROVIDER = TABLE.text(Theme.CREDENTIALS, "credentials-provider",
            "Name under which a bean is asked for user name and password before each attempt to connect: in"
                    + " Quarkus the application's `CredentialsProvider`, elsewhere a `CredentialsSource`. Where there are"
                    + " several, the one with this `@Named` or `@Identifier`. Instead of `password`");
    public static final Attribute<String> AUTHENTICATION = TABLE.text(Theme.CREDENTIALS, "authentication",
            "Enhanced authentication: `SCRAM-SHA-256`, `SCRAM-SHA-512` or `SCRAM-SHA-1`, which prove the"
                    + " `password` of `username` without sending it, or the identifier of a bean of type"
                    + " `EnhancedAuthentication`. Needs MQTT 5, so that `version=auto` tries no other")
            .advanced();
    public static final Attribute<Boolean> SSL = TABLE.flag(Theme.TLS, "ssl",
            "Whether the connection is encrypted with TLS. Without `ssl.truststore.location` the platform's"
                    + " trusted certificates count. With `servers` the scheme decides")
            .orElse(false);
    public static final Attribute<String> TLS_CONFIGURATION_NAME = TABLE.text(Theme.TLS, "tls-configuration-name",
            "Quarkus only: name of the configuration of the TLS registry (`quarkus.tls.<name>.*`) to use."
                    + " Switches TLS on");
    public static final Attribute<String> SSL_KEYSTORE_LOCATION = TABLE.text(Theme.TLS, "ssl.keystore.location",
            "Path of the key store. With type `pem`: path of the client's certificate (chain)")
            .needs(Need.TLS);
    public static final Attribute<String> SSL_KEYSTORE_PASSWORD = TABLE.text(Theme.TLS, "ssl.keystore.password",
            "Password of the key store. With type `pem`: path of the client's private key")
            .secret().needs(Need.TLS);
    public static final Attribute<StoreType> SSL_KEYSTORE_TYPE = TABLE.choice(Theme.TLS, "ssl.keystore.type",
            "Type of the key store with the client's certificate: `pkcs12`, `jks` or `pem`", StoreType.values())
            .orElse(StoreType.PKCS12).needs(Need.TLS, Need.KEY_STORE);
    public static final Attribute<String> SSL_TRUSTSTORE_LOCATION = TABLE.text(Theme.TLS, "ssl.truststore.location",
            "Path of the trust store. With type `pem`: comma-separated list of paths of certificates of"
                    + " authorities")
            .list().needs(Need.TLS);
    public static final Attribute<String> SSL_TRUSTSTORE_PASSWORD = TABLE.text(Theme.TLS, "ssl.truststore.password",
            "Password of the trust store. Not used with type `pem`")
            .secret().needs(Need.TLS);
    public static final Attribute<StoreType> SSL_TRUSTSTORE_TYPE = TABLE.choice(Theme.TLS, "ssl.truststore.type",
            "Type of the trust store: `pkcs12`, `jks` or `pem`", StoreType.values())
            .orElse(StoreType.PKCS12).needs(Need.TLS, Need.TRUST_STORE);
    public static final Attribute<String> SSL_HOSTNAME_VERIFICATION_ALGORITHM = TABLE
            .choice(Theme.TLS, "ssl.hostname-verification-algorithm",
                    "How the broker's certificate is checked against the host name: `HTTPS`, `LDAPS`, or `NONE`, which"
                            + " disables the check",
                    verifications())
            .orElse("HTTPS").needs(Need.TLS).advanced();
    public static final Attribute<Boolean> TRUST_ALL = TABLE.flag(Theme.TLS, "trust-all",
            "Whether every certificate is trusted. Never in production")
            .orElse(false).needs(Need.TLS);
    public static final Attribute<String> SERVER_NAME = TABLE.text(Theme.TLS, "server-name",
            "Server name sent in the TLS handshake (SNI). The host unless set")
            .needs(Need.TLS).advanced();
    public static final Attribute<String> CLIENT_ID = TABLE.text(Theme.SESSION, "client-id",
            "Client identifier. Channels with the same client id and broker share a connection and must agree on"
                    + " its settings. Generated unless set");
    public static final Attribute<Boolean> AUTO_CLEAN_SESSION = TABLE.flag(Theme.SESSION, "auto-clean-session",
            "Whether each connection begins with a clean session (Clean Start in MQTT 5). `false` resumes the"
                    + " session of `client-id`, with the messages that the broker has kept for it")
            .orElse(true);
    public static final Attribute<Long> SESSION_EXPIRY_SECONDS = TABLE.bigNumber(Theme.SESSION, "session-expiry-seconds",
            "How long the broker keeps the session after the connection has ended, 4294967295 never expires."
                    + " Unless set: 0 with `auto-clean-session=true`, 4294967295 with `auto-clean-session=false`, which is"
                    + " what MQTT 3.1.1 does")
            .from(0, WireLimits.MAX_FOUR_BYTES).needs(Need.MQTT_5);
    public static final Attribute<String> SESSION_ON_SHUTDOWN = TABLE.text(Theme.SESSION, "session-on-shutdown",
            "What becomes of the session when the application ends: `keep` leaves it to the broker for as long as"
                    + " configured, `end` makes the broker forget it, with all that it holds for this client. A number of"
                    + " seconds, up to 4294967295, has it kept for so long (MQTT 5 only)")
            .orElse("keep");
    public static final Attribute<String> SESSION_STORE = TABLE.text(Theme.SESSION, "session-store",
            "Where the session is kept: `memory`, where it ends with the process; `file`, where messages not yet"
                    + " acknowledged, QoS 2 identifiers and subscriptions survive a crash; `disk`, the same, where each change"
                    + " waits until the disk has it, so that it survives a power failure; or the identifier of a bean of type"
                    + " `SessionStore.Factory`. Needs `client-id` and `auto-clean-session=false`")
            .orElse("memory");
    public static final Attribute<String> SESSION_STORE_PATH = TABLE.text(Theme.SESSION, "session-store-path",
            "Directory of the files, one for each `client-id`")
            .orElse("mqtt-sessions").needs(Need.STORE);
    public static final Attribute<Integer> RECEIVE_MAXIMUM = TABLE.number(Theme.SESSION, "receive-maximum",
            "How many QoS 1 and QoS 2 messages the broker may send ahead of the application's acknowledgements."
                    + " Announced to the broker in MQTT 5; in 3.x the broker's own limit counts. What a broker sends beyond"
                    + " it is taken up to 64 MiB or an eighth of the heap, then the connection is ended and resumed")
            .orElse(1024).from(1, WireLimits.MAX_TWO_BYTES);
    public static final Attribute<Integer> MAX_MESSAGE_SIZE = TABLE.number(Theme.SESSION, "max-message-size",
            "Largest packet accepted from the broker, in bytes. Announced to the broker in MQTT 5")
            .orElse(16777216).atLeast(1);
    public static final Attribute<Boolean> AUTO_GENERATED_CLIENT_ID = TABLE.flag(Theme.SESSION, "auto-generated-client-id",
            "Whether a client identifier is generated when `client-id` is not set. It stays the same over"
                    + " reconnections until the application ends. `false` requires `client-id`")
            .orElse(true).advanced();
    public static final Attribute<Boolean> ALLOW_CONTROL_CHARACTERS = TABLE.flag(Theme.SESSION, "allow-control-characters",
            "Whether topics, topic filters, properties, client id and user name may contain control characters"
                    + " and non-characters (MQTT-5.0 §1.5.4). Many brokers end the connection for them, so without it a"
                    + " message that has one is nacked, and a configuration that has one is refused")
            .orElse(false).advanced();
    public static final Attribute<Integer> KEEP_ALIVE_SECONDS = TABLE.number(Theme.CONNECTION, "keep-alive-seconds",
            "Longest time without a packet sent, or without one received, before the connection is checked with"
                    + " PINGREQ. 0 disables the check. A broker of MQTT 5 may ask for another value")
            .orElse(60).from(0, WireLimits.MAX_TWO_BYTES);
    public static final Attribute<Integer> CONNECT_TIMEOUT_SECONDS = TABLE.number(Theme.CONNECTION, "connect-timeout-seconds",
            "How long the TCP connection with its TLS handshake may take, and after that the broker's CONNACK")
            .orElse(60).seconds(1);
    public static final Attribute<Integer> ACK_TIMEOUT_SECONDS = TABLE.number(Theme.CONNECTION, "ack-timeout-seconds",
            "How long to wait for SUBACK, UNSUBACK, PUBACK, PUBREC and PUBCOMP before the connection counts as"
                    + " broken. 0 waits for ever")
            .orElse(60).seconds(0);
    public static final Attribute<Integer> RECONNECT_ATTEMPTS = TABLE.number(Theme.CONNECTION, "reconnect-attempts",
            "Failed attempts in a row before giving up. -1 never gives up")
            .orElse(-1).atLeast(-1).needs(Need.RECONNECT);
    public static final Attribute<Integer> RECONNECT_INTERVAL_SECONDS = TABLE
            .number(Theme.CONNECTION, "reconnect-interval-seconds",
                    "First delay before another attempt; it doubles, with jitter, up to `reconnect-max-interval-seconds`."
                            + " 0 tries again at once")
            .orElse(1).seconds(0).needs(Need.RECONNECT);
    public static final Attribute<Integer> RECONNECT_MAX_INTERVAL_SECONDS = TABLE
            .number(Theme.CONNECTION, "reconnect-max-interval-seconds",
                    "Longest delay between two attempts")
            .orElse(60).seconds(0).needs(Need.RECONNECT);
    public static final Attribute<Boolean> AUTO_RECONNECT = TABLE.flag(Theme.CONNECTION, "auto-reconnect",
            "Whether a lost or refused connection is tried again")
            .orElse(true);
    public static final Attribute<Boolean> AUTO_KEEP_ALIVE = TABLE.flag(Theme.CONNECTION, "auto-keep-alive",
            "Whether PINGREQ is sent by itself. With `false` the broker closes a connection that is silent for"
                    + " one and a half times `keep-alive-seconds`")
            .orElse(true).advanced();
    public static final Attribute<Boolean> FOLLOW_REDIRECTS = TABLE.flag(Theme.CONNECTION, "follow-redirects",
            "Whether to go where a broker refers the client to (reason codes 0x9C Use another server and 0x9D"
                    + " Server moved), with the same credentials and TLS settings. A password goes to another host only over"
                    + " verified TLS, unless `servers` names the host")
            .orElse(false).needs(Need.MQTT_5).advanced();
    public static final Attribute<String> REASON_CODES = TABLE.text(Theme.CONNECTION, "reason-codes",
            "What follows when the broker refuses or ends a connection with a reason code, where that is to"
                    + " differ from the table in docs/connection.md: a comma-separated list such as `0x97:slow, 0x87:stop`,"
                    + " with `retry`, `slow`, `new-credentials` or `stop`. Return codes of MQTT 3.x count as the reason"
                    + " codes of MQTT 5")
            .list().needs(Need.RECONNECT).advanced();
    public static final Attribute<Boolean> TCP_KEEP_ALIVE = TABLE.flag(Theme.CONNECTION, "tcp-keep-alive",
            "Whether TCP checks a silent connection as well (`SO_KEEPALIVE`). Setting one of `tcp-keep-alive-*`"
                    + " switches it on")
            .orElse(false).advanced();
    public static final Attribute<Integer> TCP_KEEP_ALIVE_COUNT = TABLE.number(Theme.CONNECTION, "tcp-keep-alive-count",
            "TCP keep-alive probes without an answer before the connection counts as dead. The system's value"
                    + " unless set")
            .from(1, Short.MAX_VALUE).advanced();
    public static final Attribute<Integer> TCP_KEEP_ALIVE_IDLE_SECONDS = TABLE
            .number(Theme.CONNECTION, "tcp-keep-alive-idle-seconds",
                    "Silence before the first TCP keep-alive probe. The system's value unless set")
            .from(1, Short.MAX_VALUE).advanced();
    public static final Attribute<Integer> TCP_KEEP_ALIVE_INTERVAL_SECONDS = TABLE
            .number(Theme.CONNECTION, "tcp-keep-alive-interval-seconds",
                    "Time between two TCP keep-alive probes. The system's value unless set")
            .from(1, Short.MAX_VALUE).advanced();
    public static final Attribute<Integer> TOPIC_ALIAS_MAXIMUM = TABLE.number(Theme.SESSION, "topic-alias-maximum",
            "How many topic aliases the broker may use in place of topics that it has sent before on the"
                    + " connection. Saves bandwidth where a connection has few and long topics")
            .orElse(0).from(0, WireLimits.MAX_TWO_BYTES).needs(Need.MQTT_5).advanced();
    public static final Attribute<String> WILL_TOPIC = TABLE.text(Theme.WILL, "will-topic",
            "Topic of the message that the broker publishes when the connection is lost");
    public static final Attribute<String> WILL_PAYLOAD = TABLE.text(Theme.WILL, "will-payload",
            "Payload of the will, as UTF-8 text. Empty unless set")
            .needs(Need.WILL);
    public static final Attribute<Integer> WILL_QOS = TABLE.number(Theme.WILL, "will-qos",
            "QoS of the will: 0, 1 or 2")
            .orElse(0).from(0, 2).needs(Need.WILL);
    public static final Attribute<Boolean> WILL_RETAIN = TABLE.flag(Theme.WILL, "will-retain",
            "Whether the broker retains the will")
            .orElse(false).needs(Need.WILL);
    public static final Attribute<Long> WILL_DELAY_SECONDS = TABLE.bigNumber(Theme.WILL, "will-delay-seconds",
            "How long the broker waits for the client to return before it publishes the will. No longer than the"
                    + " session lives: see `session-expiry-seconds`")
            .orElse(0L).from(0, WireLimits.MAX_FOUR_BYTES).needs(Need.WILL, Need.MQTT_5);
    public static final Attribute<String> WILL_PROPERTIES = TABLE.text(Theme.WILL, "will-properties",
            "MQTT 5 properties of the will: `content-type`, `message-expiry-seconds`, `payload-utf8` (`true`, `false`),"
                    + " `response-topic`, `correlation-data`, and `user.NAME` for the user property NAME:"
                    + " `content-type=text/plain,user.site=north`. `\\\\,` is a comma within a value")
            .list().needs(Need.WILL, Need.MQTT_5).advanced();
    public static final Attribute<Boolean> WILL_FLAG = TABLE.flag(Theme.WILL, "will-flag",
            "Whether the connection has a will. Setting `will-topic` is enough; `true` requires it, and an"
                    + " explicit `false` switches the will off")
            .orElse(false).needs(Need.WILL).advanced();
    public static final Attribute<Boolean> WILL_ON_SHUTDOWN = TABLE.flag(Theme.WILL, "will-on-shutdown",
            "Whether the broker publishes the will also when the application ends in an orderly way. Not when it"
                    + " merely disconnects with `MqttClient.disconnect()`")
            .orElse(false).needs(Need.WILL).advanced();
    public static final Attribute<String> PRESENCE_TOPIC = TABLE.text(Theme.WILL, "presence-topic",
            "Topic on which the connection says, with retained messages, whether it is there: `presence-online`"
                    + " after each connect, `presence-offline` before it ends, and as its will. Not together with `will-*`,"
                    + " but for `will-delay-seconds`");
    public static final Attribute<String> PRESENCE_ONLINE = TABLE.text(Theme.WILL, "presence-online",
            "Payload that says that the connection is there, as UTF-8 text")
            .orElse("online").needs(Need.PRESENCE);
    public static final Attribute<String> PRESENCE_OFFLINE = TABLE.text(Theme.WILL, "presence-offline",
            "Payload that says that the connection is not there, as UTF-8 text")
            .orElse("offline").needs(Need.PRESENCE);

    private ConnectionAttributes() {
    }

    private static Map<String, Set<ProtocolVersion>> versions() {
        Map<String, Set<ProtocolVersion>> versions = new LinkedHashMap<>();
        versions.put("auto", EnumSet.allOf(ProtocolVersion.class));
        versions.put("5", EnumSet.of(ProtocolVersion.V5));
        versions.put("3.1.1", EnumSet.of(ProtocolVersion.V3_1_1));
        versions.put("4", versions.get("3.1.1"));
        versions.put("3.1", EnumSet.of(ProtocolVersion.V3_1));
        versions.put("3", versions.get("3.1"));
        return versions;
    }

    /** Vert.x takes the empty one for none. */
    private static Map<String, String> verifications() {
        Map<String, String> algorithms = new LinkedHashMap<>();
        algorithms.put("HTTPS", "HTTPS");
        algorithms.put("LDAPS", "LDAPS");
        algorithms.put("NONE", "");
        return algorithms;
    }
}
