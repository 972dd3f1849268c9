// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/coded_concept.h"

#include <QByteArray>
#include <QHash>
#include <QString>

#include <optional>
#include <vector>

namespace ccad::results {

/// What a film's header says, decoded and not yet believed: the other half of the work is done by
/// whoever asked the process that decoded it.
struct FilmTexts
{
    QHash<quint32, QString> byTag;
    std::vector<Code> procedures;
    std::vector<Code> methods;
    quint16 rows = 0;
    quint16 columns = 0;
    QString mediaSopClass;
    QString transferSyntax;

    [[nodiscard]] QString text(quint32 tag) const { return byTag.value(tag); }
};

/// As they pass between the two.
[[nodiscard]] QByteArray bytesOf(const FilmTexts& film);
/// Nothing for bytes that are none.
[[nodiscard]] std::optional<FilmTexts> textsFrom(const QByteArray& bytes);

} // namespace ccad::results
