// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/pseudonyms.h"

#include "core/base/files.h"
#include "core/base/installation_key.h"
#include "core/base/open_folder.h"

#include <QFile>
#include <QFileInfo>

#include <openssl/rand.h>

#include <array>
#include <cerrno>
#include <cstdint>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 mostKeyFileBytes = 256;
constexpr int fewestDays = 30;
constexpr int mostDays = 3650;

/// The decimal digits of a number of 16 bytes, the highest first.
QByteArray decimal(QByteArray number)
{
    QByteArray digits;
    bool isZero = false;
    while (!isZero) {
        isZero = true;
        unsigned rest = 0;
        for (char& byte : number) {
            const unsigned value = rest << 8 | static_cast<unsigned char>(byte);
            byte = static_cast<char>(value / 10);
            rest = value % 10;
            isZero = isZero && byte == 0;
        }
        digits.prepend(static_cast<char>('0' + rest));
    }
    return digits;
}

Result<void> writeNewKey(const QString& path, const QByteArray& content)
{
    const QFileInfo info(path);
    auto folder = OpenFolder::openFollowing(info.absolutePath());
    if (!folder)
        return folder.error();
    // For its user alone from the first byte on.
    const OwnedFd file = folder->newFile(QFile::encodeName(info.fileName()));
    const bool isWritten = file.isOpen()
        && ::write(file.get(), content.constData(), static_cast<std::size_t>(content.size()))
            == content.size()
        && ::fsync(file.get()) == 0;
    if (!isWritten) {
        const QString why = qt_error_string(errno);
        if (file.isOpen()) // half a key would stop the next run
            (void)folder->removeFile(QFile::encodeName(info.fileName()));
        return Error{ErrorCode::WriteFailed, u"Cannot write the key file %1: %2."_s.arg(path, why),
                     path};
    }
    return folder->syncNames();
}

} // namespace

Result<QByteArray> Pseudonyms::randomKey()
{
    QByteArray key(keyBytes, Qt::Uninitialized);
    if (RAND_bytes(reinterpret_cast<unsigned char*>(key.data()), keyBytes) != 1)
        return Error{ErrorCode::Internal, u"This machine gives no random numbers for a key."_s, {}};
    return key;
}

QByteArray Pseudonyms::digest(const char* purpose, const QByteArray& value, int bytes) const
{
    return keyedDigest(m_key, purpose, value, bytes);
}

QByteArray Pseudonyms::uid(const QByteArray& uid) const
{
    // As of a random UUID (RFC 4122): version 4, and its variant.
    QByteArray number = digest("uid", uid, 16);
    number[6] = static_cast<char>((number[6] & 0x0F) | 0x40);
    number[8] = static_cast<char>((number[8] & 0x3F) | 0x80);
    return "2.25." + decimal(number);
}

QByteArray Pseudonyms::patient(const QByteArray& patient) const
{
    return "CCAD-" + digest("patient", patient, 8).toHex();
}

QByteArray Pseudonyms::fileName(const QByteArray& sopInstanceUid) const
{
    return digest("file", sopInstanceUid, 8).toHex();
}

int Pseudonyms::daysToMove(const QByteArray& patient) const
{
    const QByteArray bytes = digest("days", patient, 4);
    std::uint32_t number = 0;
    for (const char byte : bytes)
        number = number << 8 | static_cast<unsigned char>(byte);
    return -fewestDays - static_cast<int>(number % (mostDays - fewestDays + 1));
}

Result<QByteArray> keyOfFile(const QString& path)
{
    if (!QFileInfo::exists(path)) {
        auto key = Pseudonyms::randomKey();
        if (!key)
            return key;
        if (auto ok = writeNewKey(path, key->toHex() + '\n'); !ok)
            return ok.error();
        return key;
    }
    const auto content = readFile(path, mostKeyFileBytes);
    if (!content)
        return content.error();
    const QByteArray digits = content->trimmed();
    QByteArray key = QByteArray::fromHex(digits);
    if (key.size() != Pseudonyms::keyBytes || digits.size() != 2 * Pseudonyms::keyBytes)
        return Error{ErrorCode::FileBroken,
                     u"%1 is no key file: it does not hold 64 hexadecimal digits."_s.arg(path),
                     path};
    return key;
}

} // namespace ccad
