// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/plain_page.h"

#include "core/results/internal/ascii_text.h"

#include <QList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::results {
namespace {

// Points, 72 to the inch.
constexpr double pageWidth = 595;
constexpr double pageHeight = 842;
constexpr double margin = 48;
constexpr double titleSize = 16;
constexpr double textSize = 10;
constexpr double leading = 14; ///< from line to line
constexpr double leastPicture = 200; ///< height that is kept for it
/// Letters of Helvetica are half as wide as high, on average; no line of text leaves the page.
constexpr int lettersAcross = int((pageWidth - 2 * margin) / (textSize * 0.55));

QByteArray number(double value)
{
    return QByteArray::number(value, 'f', 2);
}

/// A string of PDF (ISO 32000-1, 7.3.4.2).
QByteArray stringOf(const QString& text)
{
    QByteArray escaped;
    for (const char letter : text.toLatin1()) {
        if (letter == '(' || letter == ')' || letter == '\\')
            escaped += '\\';
        escaped += letter;
    }
    return '(' + escaped + ')';
}

QStringList brokenLines(const QStringList& lines)
{
    QStringList broken;
    for (const QString& line : lines) {
        QString rest = asciiText(line).simplified();
        while (rest.size() > lettersAcross) {
            qsizetype end = rest.lastIndexOf(u' ', lettersAcross);
            if (end <= 0)
                end = lettersAcross;
            broken << rest.left(end);
            rest = rest.mid(end).trimmed();
        }
        if (!rest.isEmpty())
            broken << rest;
    }
    return broken;
}

/// The words, and the height at which they end.
struct Words
{
    QByteArray content;
    double bottom = 0;
};

Words wordsOf(const QString& title, const QStringList& lines)
{
    Words words;
    double y = pageHeight - margin - titleSize;
    const auto add = [&](const QString& text, double size, double down) {
        words.content += "BT /F1 " + number(size) + " Tf " + number(margin) + ' ' + number(y)
            + " Td " + stringOf(text) + " Tj ET\n";
        y -= down;
    };
    add(asciiText(title), titleSize, 2 * leading);
    for (const QString& line : brokenLines(lines)) {
        if (y < margin + leastPicture)
            break; // the gravest sentences come first
        add(line, textSize, leading);
    }
    words.bottom = y;
    return words;
}

QByteArray pictureAt(const ColourPicture& picture, double top)
{
    if (picture.columns < 1 || picture.rows < 1)
        return {};
    const double scale
        = std::min((pageWidth - 2 * margin) / picture.columns, (top - margin) / picture.rows);
    const double width = picture.columns * scale;
    const double height = picture.rows * scale;
    return "q " + number(width) + " 0 0 " + number(height) + ' ' + number(margin) + ' '
        + number(top - height) + " cm /Im1 Do Q\n";
}

QByteArray stream(const QByteArray& dictionary, const QByteArray& content)
{
    return "<< " + dictionary + " /Length " + QByteArray::number(content.size()) + " >>\nstream\n"
        + content + "\nendstream";
}

/// One value a pixel, or nothing where the picture has colours.
QByteArray greysOf(const ColourPicture& picture)
{
    QByteArray greys;
    greys.reserve(static_cast<qsizetype>(picture.rgb.size() / 3));
    for (std::size_t i = 0; i + 2 < picture.rgb.size(); i += 3) {
        if (picture.rgb[i] != picture.rgb[i + 1] || picture.rgb[i] != picture.rgb[i + 2])
            return {};
        greys += static_cast<char>(picture.rgb[i]);
    }
    return greys;
}

QByteArray imageStream(const ColourPicture& picture)
{
    constexpr int quick = 1;
    constexpr qsizetype lengthBytes = 4; // which Qt puts before the stream of zlib
    const QByteArray greys = greysOf(picture); // a third of the bytes, which take most of the time
    const bool isGrey = !greys.isEmpty();
    const QByteArray packed = isGrey
        ? qCompress(greys, quick)
        : qCompress(picture.rgb.data(), static_cast<qsizetype>(picture.rgb.size()), quick);
    return stream("/Type /XObject /Subtype /Image /BitsPerComponent 8 /ColorSpace "
                      + QByteArray(isGrey ? "/DeviceGray" : "/DeviceRGB") + " /Width "
                      + QByteArray::number(picture.columns) + " /Height "
                      + QByteArray::number(picture.rows) + " /Filter /FlateDecode",
                  packed.mid(lengthBytes));
}

/// Numbers the objects from 1 and adds the table of where they begin (ISO 32000-1, 7.5.4).
QByteArray fileOf(const QList<QByteArray>& objects)
{
    QByteArray file = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";
    QByteArray table = "0000000000 65535 f \n";
    for (qsizetype i = 0; i < objects.size(); ++i) {
        table += QByteArray::number(file.size()).rightJustified(10, '0') + " 00000 n \n";
        file += QByteArray::number(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const qsizetype tableAt = file.size();
    const QByteArray count = QByteArray::number(objects.size() + 1);
    file += "xref\n0 " + count + '\n' + table + "trailer\n<< /Size " + count
        + " /Root 1 0 R >>\nstartxref\n" + QByteArray::number(tableAt) + "\n%%EOF\n";
    return file;
}

} // namespace

QByteArray plainPage(const QString& title, const QStringList& lines, const ColourPicture& picture)
{
    const Words words = wordsOf(title, lines);
    const bool hasPicture = picture.columns > 0 && picture.rows > 0;
    QList<QByteArray> objects{
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 " + number(pageWidth) + ' '
            + number(pageHeight) + "] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >>"
            + (hasPicture ? " /XObject << /Im1 6 0 R >>" : "") + " >> >>",
        stream({}, words.content + pictureAt(picture, words.bottom)),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"};
    if (hasPicture)
        objects << imageStream(picture);
    return fileOf(objects);
}

} // namespace ccad::results
