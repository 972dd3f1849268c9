// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/toy_dataset.h"

#include <functional>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// Writes to `folder` the pictures 0.bmp.., two of each patient, with a bright part that grows with
/// the score, and manifest.csv with extent (0..8), opacity (0..6), spo2 and redistributable.
/// `change` may alter the cells of a row: {file, label, patient, extent, opacity, spo2,
/// redistributable}. True when all was written.
inline bool writeScoredPictures(const QString& folder, int count,
                                const std::function<void(int row, QStringList& cells)>& change = {},
                                const QString& header
                                = u"file,label,patient,extent,opacity,spo2,redistributable"_s)
{
    constexpr int size = 64;
    Random random(11);
    QByteArray manifest = header.toUtf8() + '\n';
    for (int i = 0; i < count; ++i) {
        // Like scores in both pictures of a patient, as in life.
        const int score = (i / 2 * 5 + i % 2) % 9;
        QByteArray picture = toyPicture(size, false, random);
        const auto first = picture.size() - size * size;
        for (int k = 0; k < size * score * 6; ++k)
            picture[first + k] = static_cast<char>(180 + random.below(60));
        QStringList cells{u"%1.bmp"_s.arg(i),
                          u"covid"_s,
                          u"p%1"_s.arg(i / 2),
                          QString::number(score),
                          QString::number(score * 6 / 8.0),
                          QString::number(99 - score),
                          u"yes"_s};
        if (change)
            change(i, cells);
        manifest += cells.join(u',').toUtf8() + '\n';
        if (!QDir().mkpath(folder)
            || !writeFileAtomically(QDir(folder).filePath(u"%1.bmp"_s.arg(i)), picture))
            return false;
    }
    return writeFileAtomically(QDir(folder).filePath(u"manifest.csv"_s), manifest).hasValue();
}

} // namespace ccad::test
