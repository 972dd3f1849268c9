// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/picture_identity.h"

#include "core/base/files.h"
#include "core/base/sha256.h"

#include <QDataStream>
#include <QIODevice>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Raised when the same file is decoded to other pixels.
constexpr auto formOfPixels = "1-";
constexpr qsizetype checksumDigits = 32;

QByteArray pixelHash(const Radiograph& radiograph)
{
    if (!radiograph.pixels)
        return {};
    const std::vector<std::uint16_t>& pixels = *radiograph.pixels;
    return sha256(
        QByteArray::fromRawData(reinterpret_cast<const char*>(pixels.data()),
                                static_cast<qsizetype>(pixels.size() * sizeof(std::uint16_t))));
}

QString checksumOf(const Radiograph& whole, const QByteArray& pixels)
{
    const QByteArray size
        = QByteArray::number(whole.columns) + 'x' + QByteArray::number(whole.rows) + ' ';
    return QLatin1String(formOfPixels) + sha256Hex(size + pixels).left(checksumDigits);
}

} // namespace

QString pixelChecksum(const Radiograph& whole)
{
    return checksumOf(whole, pixelHash(whole));
}

namespace imaging {

namespace {

void put(QDataStream& stream, const Voi& voi)
{
    if (const auto* window = std::get_if<VoiWindow>(&voi)) {
        stream << quint8{0} << window->center << window->width
               << static_cast<qint32>(window->function);
        return;
    }
    const auto& table = std::get<VoiTable>(voi);
    stream << quint8{1} << qint32{table.firstValue} << qint32{table.bits.bits()}
           << static_cast<quint64>(table.entries.size());
    for (const std::uint16_t entry : table.entries)
        stream << quint16{entry};
}

void put(QDataStream& stream, const std::optional<std::uint16_t>& padding)
{
    stream << padding.has_value() << quint16{padding.value_or(0)};
}

} // namespace

bool isUsableUid(const QString& uid)
{
    constexpr qsizetype longestUid = 64;
    return !uid.isEmpty() && uid.size() <= longestUid;
}

namespace {

QString pictureHash(const ReducedRadiograph& reduced, const QByteArray& pixels)
{
    const Radiograph& radiograph = reduced.radiograph;
    QByteArray picture;
    QDataStream stream(&picture, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    stream.setByteOrder(QDataStream::LittleEndian);
    // The whole size as well as the decoded one: one picture's half is not another's whole.
    stream << qint32{reduced.columns} << qint32{reduced.rows} << qint32{radiograph.columns}
           << qint32{radiograph.rows} << qint32{radiograph.bits.bits()} << radiograph.valueScale
           << radiograph.valueOffset << radiograph.inverted;
    put(stream, radiograph.paddingFirst);
    put(stream, radiograph.paddingLast);
    put(stream, radiograph.initialVoi);
    picture += pixels;
    return QString::fromLatin1(sha256(picture).toHex());
}

} // namespace

QString pictureSha256(const ReducedRadiograph& reduced)
{
    return pictureHash(reduced, pixelHash(reduced.radiograph));
}

void addPictureHashes(ReducedRadiograph& reduced)
{
    const QByteArray pixels = pixelHash(reduced.radiograph);
    reduced.pictureSha256 = pictureHash(reduced, pixels);
    if (reduced.isWhole())
        reduced.pixelChecksum = checksumOf(reduced.radiograph, pixels);
}

QString identityOf(const ReducedRadiograph& reduced)
{
    if (!reduced.contentSha256.isEmpty())
        return u"sha256:"_s + reduced.contentSha256;
    const Radiograph& radiograph = reduced.radiograph;
    // The patient, too: whose picture it is must not be lost because somebody else has it.
    const QStringList parts{reduced.pictureSha256, radiograph.patientId, radiograph.patientName,
                            radiograph.patientBirthDate};
    return u"uid:%1 %2"_s.arg(radiograph.sopInstanceUid, sha256Hex(parts.join(QChar(0)).toUtf8()));
}

} // namespace imaging

} // namespace ccad
