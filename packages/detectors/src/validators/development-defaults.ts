/*
 * Passwords that programs come with and that their manuals set for a first try: each attacker tries them first. Where
 * one still opens something it is worth a line in the record, but nothing is given away with it.
 */
const DEFAULTS: ReadonlySet<string> = new Set(
  [
    // Databases and brokers: https://hub.docker.com/_/postgres, /_/mysql, /_/mongo, /_/neo4j, /_/couchdb, redis.conf,
    // https://www.rabbitmq.com/docs/access-control, https://docs.oracle.com/cd/B19306_01/server.102/b14231/,
    // https://cassandra.apache.org/doc/latest/cassandra/managing/operating/security.html
    'postgres postgresql postgrespassword mypassword mysecretpassword mysecretpw my-secret-pw root toor rootpw rootpass rootpassword',
    'mysql mariadb mongo mongodb redis foobared guest rabbitmq neo4j cassandra couchdb couchbase scylla influxdb',
    'clickhouse oracle tiger manager change_on_install system sa sysadmin dbadmin dbuser dbpass dbpasswd dbpassword',
    // https://learn.microsoft.com/sql/linux/quickstart-install-connect-docker
    'yourstrong(!)password yourstrong!passw0rd yourstrong@passw0rd yourstrongpassw0rd',
    // Stores, search and observation: https://min.io/docs/, https://www.elastic.co/guide/en/elasticsearch/reference/7.17/
    'minio minio123 minioadmin elastic kibana changeme change_me change-me !changeme! grafana prometheus zabbix',
    // Servers and tools: https://airflow.apache.org/docs/, https://help.sonatype.com/en/, https://www.keycloak.org/,
    // https://tomcat.apache.org/, https://docs.oracle.com/middleware/, https://laravel.com/docs/sail, https://symfony.com/
    'admin admin123 admin1234 administrator adminadmin adminpassword adminpass airflow superset keycloak jenkins nexus',
    'tomcat s3cret welcome welcome1 wordpress drupal joomla magento laravel sail symfony django rails strapi metabase',
    'hasura myadminsecretkey nifi kafka zookeeper hadoop hive vault sonar gitea gitlab portainer traefik',
    // Machines: https://developer.hashicorp.com/vagrant/docs/boxes/base, https://www.kali.org/docs/introduction/default-credentials/
    'vagrant raspberry ubuntu debian kali alpine ubnt calvin cisco pfsense opnsense docker',
    // People type these for a first try: https://en.wikipedia.org/wiki/List_of_the_most_common_passwords
    '123456 1234567 12345678 123456789 1234567890 qwerty qwerty123 abc123 abcd1234 letmein iloveyou hello hello123',
    'password1 password12 password123 password1234 password123! password1! password! password@123 passw0rd p@ssw0rd p4ssw0rd secr3t',
    'p@ssword p@ss p@ssw0rd1 p@ssw0rd123 p@ssword1 p@ssword123 p@ssw0rd! pa$$w0rd pa$$word pass123 pass1234 pass@123',
    'test1 test12 test123 test1234 test1234! test123! test@123 test@1234 testpass testpassword testing123 testtest',
    'secret1 secret12 secret123 secret1234 secretpassword supersecret super-secret topsecret user123 user1234 root123 root1234',
    'app dev devpass devpassword development demo demo123 local localhost localdev sample123 example123 dummy123',
  ].flatMap((words) => words.split(' ')),
);
const MAX_DEFAULT = 32;

/** `django-insecure-…`, which `startproject` writes: https://docs.djangoproject.com/en/5.2/ref/checks/#security */
const DJANGO = /^django-insecure-[a-z0-9!@#$%^&*(\-_=+)]{50}$/;

/** A password is one that a program comes with, in any case and also as a URL writes it. */
export const isDevelopmentDefault = (password: string): boolean =>
  (password.length <= MAX_DEFAULT && DEFAULTS.has(decodePercent(password).toLowerCase())) || DJANGO.test(password);

/** A login of Basic authentication, `user:password` in base64, or a password in base64 has such a password. */
export function isDefaultLogin(base64: string): boolean {
  if (base64.length > MAX_DEFAULT * 2 || base64.length % 4 !== 0 || !/^[A-Za-z\d+/]{4,}={0,2}$/.test(base64))
    return false;
  const text = Buffer.from(base64, 'base64').toString('latin1');
  return isDevelopmentDefault(text.slice(text.indexOf(':') + 1));
}

/** ASCII only. */
const decodePercent = (text: string): string =>
  text.includes('%')
    ? text.replace(/%([2-7][\da-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
