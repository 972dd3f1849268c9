// SPDX-License-Identifier: GPL-3.0-or-later
// One manifest as programs for spreadsheets save it: with other separators, encodings, line ends.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringEncoder>
#include <QStringList>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// Twelve images of two classes, two images of each of six patients.
inline QString savedManifest()
{
    QString text = u"file,label,patient\n"_s;
    for (int i = 0; i < 12; ++i) {
        const QString label = i < 6 ? u"normal"_s : u"covid"_s;
        text += u"img/%1/%2.png,%1,p%3\n"_s.arg(label, QString::number(i % 6),
                                                QString::number(i / 2));
    }
    return text;
}

inline QByteArray encoded(const QString& text, QStringConverter::Encoding encoding, bool mark)
{
    QStringEncoder encoder(
        encoding, mark ? QStringConverter::Flag::WriteBom : QStringConverter::Flag::Default);
    return encoder(text);
}

inline QString separatedBy(QString text, QChar separator)
{
    return text.replace(u',', separator);
}

inline QString withLineEnds(QString text, const QString& end)
{
    return text.replace(u"\n"_s, end);
}

} // namespace ccad::test
