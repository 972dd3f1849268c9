// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/dataset/dataset.h"

#include <QDir>

#include <QtEndian>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// An 8-bit grey BMP of size x size pixels (a multiple of 4): noise, alone or over stripes.
inline QByteArray toyPicture(int size, bool striped, Random& random)
{
    constexpr int headerBytes = 54 + 256 * 4;
    QByteArray bytes(headerBytes + size * size, '\0');
    const auto put32
        = [&](int offset, quint32 value) { qToLittleEndian(value, bytes.data() + offset); };
    const auto put16
        = [&](int offset, quint16 value) { qToLittleEndian(value, bytes.data() + offset); };
    bytes[0] = 'B';
    bytes[1] = 'M';
    put32(2, static_cast<quint32>(bytes.size()));
    put32(10, headerBytes);
    put32(14, 40);
    put32(18, static_cast<quint32>(size));
    put32(22, static_cast<quint32>(size));
    put16(26, 1);
    put16(28, 8);
    put32(34, static_cast<quint32>(size * size));
    put32(46, 256);
    for (quint32 i = 0; i < 256; ++i)
        put32(54 + static_cast<int>(i) * 4, i | i << 8 | i << 16);
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x) {
            const bool bright = striped && x / 4 % 2 == 0;
            bytes[headerBytes + y * size + x]
                = static_cast<char>(random.below(60) + (bright ? 180 : 60));
        }
    return bytes;
}

/// Two classes that a small network can tell apart, `count` images in all, two images a patient, in
/// class folders below `folder`; patients are given in a manifest.csv beside them.
inline Result<Dataset> writeToyDataset(const QString& folder, int count)
{
    Random random(7);
    QByteArray manifest = "file,label,patient,source\n";
    for (int i = 0; i < count; ++i) {
        const bool striped = i % 2 == 0;
        const QString label = striped ? u"striped"_s : u"plain"_s;
        const QString name = u"%1/%2.bmp"_s.arg(label).arg(i);
        if (!QDir(folder).mkpath(label))
            return Error{ErrorCode::WriteFailed, folder, folder};
        const auto written
            = writeFileAtomically(QDir(folder).filePath(name), toyPicture(64, striped, random));
        if (!written)
            return written.error();
        manifest += u"%1,%2,p%3,north\n"_s.arg(name, label).arg(i / 4 * 2 + i % 2).toUtf8();
    }
    const QString path = QDir(folder).filePath(u"manifest.csv"_s);
    if (auto written = writeFileAtomically(path, manifest); !written)
        return written.error();
    return readDataset(path);
}

} // namespace ccad::test
