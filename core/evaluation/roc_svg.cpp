// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/internal/roc_svg.h"

#include "core/statistics/roc.h"

#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr int width = 640;
constexpr double left = 80;
constexpr double top = 60;
constexpr double side = 480;
constexpr double bottom = top + side;
constexpr double legendTop = bottom + 80;
constexpr double lineHeight = 22;

/// Told apart by people who see few colours, too (Okabe and Ito 2008); the dashes help in print.
struct Stroke
{
    const char* colour;
    const char* dashes;
};
constexpr std::array<Stroke, 6> strokes = {{{"#0072b2", "none"},
                                            {"#d55e00", "8 3"},
                                            {"#009e73", "2 3"},
                                            {"#cc79a7", "10 3 2 3"},
                                            {"#000000", "5 5"},
                                            {"#e69f00", "none"}}};

QString number(double value, int digits)
{
    return QString::number(value, 'f', digits);
}

QString place(double falsePositiveRate, double truePositiveRate)
{
    return u"%1,%2"_s.arg(number(left + side * falsePositiveRate, 1),
                          number(bottom - side * truePositiveRate, 1));
}

/// A class's name may be as long as it likes.
QString shortened(const QString& name)
{
    return (name.size() > 40 ? name.left(39) + QChar(0x2026) : name).toHtmlEscaped();
}

QString text(double x, double y, const QString& anchor, const QString& content)
{
    return u"<text x=\"%1\" y=\"%2\" text-anchor=\"%3\">%4</text>\n"_s.arg(
        number(x, 1), number(y, 1), anchor, content);
}

QString axes()
{
    QString svg;
    for (int i = 0; i <= 5; ++i) {
        const double share = i / 5.0;
        const QString label = number(share, 1);
        svg += u"<path d=\"M%1 L%2 M%3 L%4\" stroke=\"#dddddd\"/>\n"_s.arg(
            place(share, 0), place(share, 1), place(0, share), place(1, share));
        svg += text(left + side * share, bottom + 22, u"middle"_s, label);
        svg += text(left - 10, bottom - side * share + 5, u"end"_s, label);
    }
    svg += u"<path d=\"M%1 L%2\" stroke=\"#999999\" stroke-dasharray=\"3 4\"/>\n"_s.arg(
        place(0, 0), place(1, 1));
    svg += u"<rect x=\"%1\" y=\"%2\" width=\"%3\" height=\"%3\" fill=\"none\" "
           "stroke=\"#000000\"/>\n"_s.arg(left)
               .arg(top)
               .arg(side);
    svg += text(left + side / 2, bottom + 48, u"middle"_s, u"1 - specificity"_s);
    svg += u"<text transform=\"translate(%1 %2) rotate(-90)\" "
           "text-anchor=\"middle\">sensitivity</text>\n"_s.arg(left - 46)
               .arg(top + side / 2);
    return svg;
}

/// Leaves out points that round to the place of the one before, which would add nothing but bytes.
QString polyline(const RocCurve& curve, const Stroke& stroke)
{
    QStringList places;
    for (const RocPoint& point : curve.points()) {
        const QString next = place(point.falsePositiveRate, point.truePositiveRate);
        if (places.isEmpty() || places.last() != next)
            places.append(next);
    }
    return u"<polyline points=\"%1\" fill=\"none\" stroke=\"%2\" stroke-width=\"2\" "
           "stroke-dasharray=\"%3\"/>\n"_s.arg(places.join(u' '),
                                               QString::fromLatin1(stroke.colour),
                                               QString::fromLatin1(stroke.dashes));
}

QString thresholdRing(const ClassScores& scores, double threshold, const Stroke& stroke)
{
    const OperatingPoint point = operatingPoint(scores.scores, scores.positive, threshold);
    return u"<circle cx=\"%1\" cy=\"%2\" r=\"6\" fill=\"none\" stroke=\"%3\" "
           "stroke-width=\"2\"/>\n"_s.arg(number(left + side * (1 - point.specificity.value), 1),
                                          number(bottom - side * point.sensitivity.value, 1),
                                          QString::fromLatin1(stroke.colour));
}

QString legendWords(const QString& name, const Interval& auc, bool isPositive, double threshold)
{
    QString words = shortened(name);
    if (std::isnan(auc.value))
        return words + u": no curve, since the images are all of one kind"_s;
    words += u": AUC %1"_s.arg(number(auc.value, 3));
    if (!std::isnan(auc.low))
        words += u" (%1 to %2)"_s.arg(number(auc.low, 3), number(auc.high, 3));
    if (isPositive)
        words += u"; ring: threshold %1"_s.arg(number(threshold, 3));
    return words;
}

QString legendLine(int row, const Stroke& stroke, const QString& words)
{
    const double y = legendTop + lineHeight * row;
    return u"<path d=\"M%1 %2 h36\" stroke=\"%3\" stroke-width=\"2\" "
           "stroke-dasharray=\"%4\"/>\n"_s.arg(number(left, 1), number(y - 5, 1),
                                               QString::fromLatin1(stroke.colour),
                                               QString::fromLatin1(stroke.dashes))
        + text(left + 46, y, u"start"_s, words);
}

QString frame(const ModelResults& results, int height)
{
    const QString title = u"ROC of %1 %2 on %3 images"_s.arg(
        shortened(results.manifest.name), shortened(results.manifest.version),
        QString::number(results.test.items.size()));
    return u"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1\" height=\"%2\" "
           "viewBox=\"0 0 %1 %2\" font-family=\"sans-serif\" font-size=\"15\" "
           "role=\"img\">\n<title>%3</title>\n"
           "<rect width=\"%1\" height=\"%2\" fill=\"#ffffff\"/>\n"_s.arg(width)
               .arg(height)
               .arg(title)
        + text(left + side / 2, top - 24, u"middle"_s, title);
}

} // namespace

QByteArray rocSvg(const ModelResults& results)
{
    const ModelManifest& manifest = results.manifest;
    const auto classes = static_cast<int>(manifest.classes.size());
    QString curves;
    QString legend;
    for (int i = 0; i < classes; ++i) {
        const Stroke& stroke = strokes[static_cast<std::size_t>(i) % strokes.size()];
        const ClassScores scores = classScores(results.test.items, i);
        const RocCurve curve(scores.scores, scores.positive);
        const bool isPositive = i == manifest.positiveClass;
        if (curve.isDefined()) {
            curves += polyline(curve, stroke);
            if (isPositive)
                curves += thresholdRing(scores, manifest.threshold, stroke);
        }
        legend += legendLine(i, stroke,
                             legendWords(manifest.classes[static_cast<std::size_t>(i)].name,
                                         delongInterval(scores.scores, scores.positive), isPositive,
                                         manifest.threshold));
    }
    const int height = static_cast<int>(legendTop + lineHeight * classes);
    return (frame(results, height) + axes() + curves + legend + u"</svg>\n"_s).toUtf8();
}

} // namespace ccad
