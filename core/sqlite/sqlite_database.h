// SPDX-License-Identifier: GPL-3.0-or-later
// The one place that knows Qt Sql.
#pragma once

#include "core/base/result.h"

#include <QString>
#include <QVariant>

#include <functional>
#include <memory>

QT_BEGIN_NAMESPACE
class QSqlQuery;
QT_END_NAMESPACE

namespace ccad {

/// Words for a kind of SQLite file in the sentences on its failures.
struct SqliteWords
{
    QString kind; ///< "journal"
    QString ifDamaged; ///< what to do about a damaged file, a sentence, or empty
    QString ifReadOnly; ///< what to do about a read-only file, a sentence, or empty
};

/// Says that the file is somebody else's SQLite file, or none at all.
[[nodiscard]] Error notOfThisKind(const QString& path, const SqliteWords& words);
[[nodiscard]] Error damaged(const QString& path, const SqliteWords& words, const QString& how);

/// The row at which a statement stands.
class SqliteRow
{
public:
    explicit SqliteRow(const QSqlQuery& query) : m_query(query) { }
    [[nodiscard]] QVariant operator[](int column) const;
    [[nodiscard]] qint64 number(int column) const { return (*this)[column].toLongLong(); }
    [[nodiscard]] QString text(int column) const { return (*this)[column].toString(); }

private:
    const QSqlQuery& m_query;
};

/// One connection to an existing SQLite file, for the thread that opened it. Needs a
/// QCoreApplication, without which Qt finds no driver. Statements are prepared once and kept; `sql`
/// has to be a literal, or another text that outlives the connection.
class SqliteDatabase
{
public:
    /// What the file says of itself is not believed: its triggers and views do not run, its values
    /// are bounded. Whether its tables are CCAD's is to be asked by checkSchema() and
    /// checkPages(). Waits up to ten seconds for other programs that write. Errors: Internal when there is no
    /// driver or another one, and those of a statement.
    [[nodiscard]] static Result<std::unique_ptr<SqliteDatabase>> open(const QString& path,
                                                                      const SqliteWords& words);
    /// Makes the empty file, and its folder. It is for patient data, so nobody else may read it,
    /// from before the first byte on. SQLite gives its other files (-journal, -wal, -shm) the same
    /// permissions. Error: WriteFailed, also when there is a file of that name.
    [[nodiscard]] static Result<void> createFile(const QString& path, const SqliteWords& words);
    ~SqliteDatabase();
    SqliteDatabase(const SqliteDatabase&) = delete;
    SqliteDatabase& operator=(const SqliteDatabase&) = delete;

    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] const SqliteWords& words() const { return m_words; }

    /// Runs a statement that is not kept: for schema and settings.
    Result<void> runOnce(const QString& sql);
    /// Runs a statement and returns how many rows changed. Errors of this and all other functions:
    /// FileBroken, WriteFailed.
    Result<int> run(const char* sql, const QVariantList& values = {});
    /// Gives each row to `take`, whose error ends the loop. `take` may run other statements that
    /// read.
    Result<void> forEach(const char* sql, const QVariantList& values,
                         const std::function<Result<void>(const SqliteRow&)>& take);
    /// The first column of the only row; 0 without one.
    Result<qint64> number(const char* sql, const QVariantList& values = {});

    /// Keeps all that `work` does, or nothing when it fails. Waits for other writers beforehand, so
    /// that it never fails halfway because of them.
    Result<void> inTransaction(const std::function<Result<void>()>& work);

private:
    class Connection;
    SqliteDatabase(QString path, SqliteWords words);

    QString m_path;
    SqliteWords m_words;
    std::unique_ptr<Connection> m_connection;
};

} // namespace ccad
