// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sqlite/sqlite_database.h"

#include "core/sqlite/internal/sqlite_defences.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlQuery>

#include <atomic>
#include <map>

using namespace Qt::StringLiterals;

namespace ccad {

Error notOfThisKind(const QString& path, const SqliteWords& words)
{
    return {ErrorCode::FileBroken, u"%1 is no %2 of CCAD."_s.arg(path, words.kind), path};
}

Error damaged(const QString& path, const SqliteWords& words, const QString& how)
{
    return {ErrorCode::FileBroken,
            u"The %1 %2 is damaged: %3. %4"_s.arg(words.kind, path, how, words.ifDamaged).trimmed(),
            path};
}

namespace {

constexpr int waitForWritersMs = 10000;

// Primary result codes of SQLite (sqlite.org/rescode.html).
constexpr int sqliteError = 1;
constexpr int sqliteBusy = 5;
constexpr int sqliteLocked = 6;
constexpr int sqliteReadOnly = 8;
constexpr int sqliteCorrupt = 11;
constexpr int sqliteFull = 13;
constexpr int sqliteCannotOpen = 14;
constexpr int sqliteNotADatabase = 26;

Error errorOf(const QSqlError& error, const QString& path, const SqliteWords& words)
{
    const auto cannotWrite = [&](const QString& why) {
        return Error{ErrorCode::WriteFailed,
                     u"Cannot write the %1 %2: %3"_s.arg(words.kind, path, why), path};
    };
    // The last byte of an extended code is the primary one.
    switch (error.nativeErrorCode().toInt() & 0xff) {
    case sqliteNotADatabase:
        return notOfThisKind(path, words);
    case sqliteCorrupt:
    case sqliteError:
        return damaged(path, words, error.databaseText());
    case sqliteBusy:
    case sqliteLocked:
        return {ErrorCode::WriteFailed,
                u"The %1 %2 is kept busy by another program. Try again when it is "
                "done."_s.arg(words.kind, path),
                path};
    case sqliteFull:
        return cannotWrite(u"there is no room left on its disk."_s);
    case sqliteReadOnly:
    case sqliteCannotOpen:
        return cannotWrite(u"permission denied. %1"_s.arg(words.ifReadOnly));
    default:
        return cannotWrite(u"%1."_s.arg(error.databaseText()));
    }
}

bool execute(QSqlQuery& query, const QVariantList& values)
{
    for (qsizetype i = 0; i < values.size(); ++i)
        query.bindValue(int(i), values[i]);
    return query.exec();
}

QString newConnectionName()
{
    static std::atomic<int> number = 0;
    return u"ccad-sqlite-%1"_s.arg(++number);
}

} // namespace

/// Qt forgets a connection by its name only when no statement or handle of it is left.
class SqliteDatabase::Connection
{
public:
    struct Statement
    {
        QSqlQuery query;
        bool busy = false; ///< somebody is at one of its rows
    };

    explicit Connection(const QString& path)
        : m_name(newConnectionName()), m_database(QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name))
    {
        m_database.setDatabaseName(path);
        m_database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(waitForWritersMs));
    }

    ~Connection()
    {
        m_statements.clear();
        m_database.close();
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
    }

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] QSqlDatabase& database() { return m_database; }

    /// Null when it cannot be prepared; lastError() says why.
    Statement* statement(const char* sql)
    {
        const auto [first, last] = m_statements.equal_range(sql);
        for (auto known = first; known != last; ++known)
            if (!known->second.busy)
                return &known->second;
        Statement fresh{QSqlQuery(m_database)};
        fresh.query.setForwardOnly(true); // otherwise Qt keeps every row it has passed
        if (!fresh.query.prepare(QString::fromUtf8(sql))) {
            m_lastError = fresh.query.lastError();
            return nullptr;
        }
        return &m_statements.emplace(sql, std::move(fresh))->second;
    }

    [[nodiscard]] const QSqlError& lastError() const { return m_lastError; }

private:
    QString m_name;
    QSqlDatabase m_database;
    QSqlError m_lastError;
    std::multimap<const char*, Statement> m_statements;
};

QVariant SqliteRow::operator[](int column) const
{
    return m_query.value(column);
}

SqliteDatabase::SqliteDatabase(QString path, SqliteWords words)
    : m_path(std::move(path)), m_words(std::move(words))
{
}

SqliteDatabase::~SqliteDatabase() = default;

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open(const QString& path,
                                                             const SqliteWords& words)
{
    if (!QCoreApplication::instance() || !QSqlDatabase::isDriverAvailable(u"QSQLITE"_s))
        return Error{ErrorCode::Internal,
                     u"Cannot open the %1 %2: Qt's driver for SQLite is missing "
                     "(Debian: libqt6sql6-sqlite)."_s.arg(words.kind, path),
                     path};
    std::unique_ptr<SqliteDatabase> opened(new SqliteDatabase(path, words));
    opened->m_connection = std::make_unique<Connection>(path);
    QSqlDatabase& database = opened->m_connection->database();
    if (!database.open())
        return errorOf(database.lastError(), path, words);
    // Journals come from elsewhere, too: nothing that such a file says of itself is believed.
    const QVariant handle = database.driver()->handle();
    const bool isSqlite = qstrcmp(handle.typeName(), "sqlite3*") == 0;
    if (!isSqlite || !defend(*static_cast<sqlite3* const*>(handle.data())))
        return Error{ErrorCode::Internal,
                     u"Cannot open the %1 %2: Qt's driver for SQLite is not the one that CCAD was "
                     "built for (Debian: libqt6sql6-sqlite)."_s.arg(words.kind, path),
                     path};
    for (const char* setting :
         {"PRAGMA foreign_keys = ON", "PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON"})
        if (auto set = opened->runOnce(QString::fromLatin1(setting)); !set)
            return set.error();
    return opened;
}

Result<void> SqliteDatabase::createFile(const QString& path, const SqliteWords& words)
{
    const auto failed = [&](const QString& why) {
        return Error{ErrorCode::WriteFailed,
                     u"Cannot create the %1 %2: %3."_s.arg(words.kind, path, why), path};
    };
    if (!QDir().mkpath(QFileInfo(path).absolutePath()))
        return failed(u"its folder cannot be made"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly,
                   QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return failed(file.errorString());
    return {};
}

Result<void> SqliteDatabase::runOnce(const QString& sql)
{
    QSqlQuery query(m_connection->database());
    if (!query.exec(sql))
        return errorOf(query.lastError(), m_path, m_words);
    return {};
}

Result<int> SqliteDatabase::run(const char* sql, const QVariantList& values)
{
    Connection::Statement* statement = m_connection->statement(sql);
    if (!statement)
        return errorOf(m_connection->lastError(), m_path, m_words);
    QSqlQuery& query = statement->query;
    if (!execute(query, values))
        return errorOf(query.lastError(), m_path, m_words);
    const int changed = query.numRowsAffected();
    query.finish();
    return changed;
}

Result<void> SqliteDatabase::forEach(const char* sql, const QVariantList& values,
                                     const std::function<Result<void>(const SqliteRow&)>& take)
{
    Connection::Statement* statement = m_connection->statement(sql);
    if (!statement)
        return errorOf(m_connection->lastError(), m_path, m_words);
    QSqlQuery& query = statement->query;
    if (!execute(query, values))
        return errorOf(query.lastError(), m_path, m_words);
    statement->busy = true;
    Result<void> done;
    while (done && query.next())
        done = take(SqliteRow(query));
    if (done && query.lastError().isValid())
        done = errorOf(query.lastError(), m_path, m_words);
    query.finish(); // an unfinished one would hold on to the state it reads
    statement->busy = false;
    return done;
}

Result<qint64> SqliteDatabase::number(const char* sql, const QVariantList& values)
{
    qint64 number = 0;
    auto read = forEach(sql, values, [&](const SqliteRow& row) -> Result<void> {
        number = row.number(0);
        return {};
    });
    if (!read)
        return read.error();
    return number;
}

Result<void> SqliteDatabase::inTransaction(const std::function<Result<void>()>& work)
{
    if (auto begun = run("BEGIN IMMEDIATE"); !begun)
        return begun.error();
    if (auto done = work(); !done) {
        (void)run("ROLLBACK");
        return done;
    }
    if (auto committed = run("COMMIT"); !committed) {
        (void)run("ROLLBACK");
        return committed.error();
    }
    return {};
}

} // namespace ccad
