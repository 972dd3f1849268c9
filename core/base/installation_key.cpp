// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/installation_key.h"

#include "core/base/durable_writing.h"
#include "core/base/files.h"
#include "core/base/user_folders.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMessageAuthenticationCode>
#include <QRandomGenerator>
#include <QUuid>

#include <array>
#include <mutex>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qsizetype keyBytes = 32;
constexpr qint64 longestFile = 256;

QByteArray randomKey()
{
    std::array<quint32, keyBytes / sizeof(quint32)> words;
    QRandomGenerator::system()->generate(words.begin(), words.end());
    return QByteArray(reinterpret_cast<const char*>(words.data()), keyBytes);
}

Error notKept(const QString& file, const QString& why)
{
    return {ErrorCode::WriteFailed,
            u"The key for pseudonyms of patients cannot be kept as %1: %2."_s.arg(file, why), file};
}

Result<QByteArray> readKey(const QString& file)
{
    const auto text = readFile(file, longestFile);
    if (!text)
        return text.error();
    const QByteArray digits = text->trimmed();
    const QByteArray key = QByteArray::fromHex(digits);
    if (key.size() != keyBytes || key.toHex() != digits)
        return Error{ErrorCode::FileBroken,
                     u"%1 is no key for pseudonyms of patients. Move it away, and CCAD makes a new "
                     "one; pseudonyms given so far then stand for nobody."_s.arg(file),
                     file};
    return key;
}

/// Writes a new key. Another program may be faster, whose key then counts.
Result<QByteArray> makeKey(const QString& file)
{
    if (!QDir().mkpath(QFileInfo(file).absolutePath()))
        return notKept(file, u"its folder cannot be made"_s);
    QFile fresh(file + u".new-"_s + QUuid::createUuid().toString(QUuid::Id128).left(8));
    const QByteArray digits = randomKey().toHex() + '\n';
    if (!fresh.open(QIODevice::WriteOnly | QIODevice::NewOnly,
                    QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return notKept(file, fresh.errorString());
    const bool isWritten
        = fresh.write(digits) == digits.size() && flushWhole(fresh) && ::fsync(fresh.handle()) == 0;
    fresh.close();
    // QFile never renames onto a file that is there.
    const bool isPlaced = isWritten && fresh.rename(file);
    const QString why = fresh.errorString();
    if (!isPlaced)
        QFile::remove(fresh.fileName());
    if (!isPlaced && !QFileInfo::exists(file))
        return notKept(file, why);
    return readKey(file);
}

/// The key that counts for this process when none can be kept.
const QByteArray& passingKey()
{
    static const QByteArray key = randomKey();
    return key;
}

} // namespace

QString installationKeyFile()
{
    return userDataFolder() + u"/pseudonym.key"_s;
}

Result<QByteArray> installationKey()
{
    // Kept by file: tests change where it lies. A key that was removed is one that is forgotten.
    static std::mutex mutex;
    static QString knownFile;
    static QDateTime knownTime;
    static QByteArray known;
    const std::lock_guard lock(mutex);
    const QString file = installationKeyFile();
    const QFileInfo info(file);
    if (file == knownFile && info.exists() && info.lastModified() == knownTime)
        return known;
    auto key = info.exists() ? readKey(file) : makeKey(file);
    if (key) {
        known = *key;
        knownFile = file;
        knownTime = QFileInfo(file).lastModified();
    }
    return key;
}

QByteArray keyOfThisRun()
{
    auto key = installationKey();
    return key ? *std::move(key) : passingKey();
}

QByteArray keyedDigest(const QByteArray& key, const QByteArray& purpose, const QByteArray& text,
                       int bytes)
{
    QMessageAuthenticationCode code(QCryptographicHash::Sha256, key);
    code.addData(purpose);
    code.addData(QByteArray(1, '\0'));
    code.addData(text);
    return code.result().left(bytes);
}

} // namespace ccad
