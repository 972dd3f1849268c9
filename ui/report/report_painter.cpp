// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report_painter.h"

#include "ui/viewer/canvas_marks.h"
#include "ui/viewer/film_overlays.h"
#include "ui/viewer/measurement_painter.h"
#include "ui/viewer/orientation.h"
#include "ui/viewer/overlay_painter.h"

#include <QPagedPaintDevice>
#include <QPainter>

#include <algorithm>

namespace ccad {

namespace {

constexpr double printedDotsPerInch = 300; ///< more pixels would only make the file larger
constexpr double printedPixels = printedDotsPerInch / reportDotsPerInch; ///< for each unit
constexpr int markTextSize = 11;

QImage sharpEnough(const QImage& picture, const QSizeF& printed)
{
    const QSizeF wanted = printed * printedPixels;
    if (picture.width() <= wanted.width() * 1.2)
        return picture;
    return picture.scaled(wanted.toSize(), Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

/// The same view as on the canvas, as large as the area.
ViewTransform viewFor(const ReportContent& content, QSizeF area)
{
    ViewTransform view;
    view.setImageSize(content.picture.size());
    view.setViewSize(area);
    RelativeView turned;
    turned.orientation = content.orientation;
    view.setRelative(turned);
    return view;
}

/// Overlays of the file belong to the film, so they are drawn with and without the map.
void paintPlanes(QPainter& painter, const QSizeF& area, const ReportContent& content,
                 const ViewTransform& view)
{
    const QTransform fromImage
        = view.imageToView() * QTransform::fromScale(printedPixels, printedPixels);
    const QImage planes = filmOverlayImage(
        content.planes, {fromImage, (area * printedPixels).toSize(), printedPixels});
    painter.setRenderHint(QPainter::SmoothPixmapTransform); // on a screen it becomes smaller
    painter.drawImage(QRectF(QPointF(), area), planes);
}

void paintBar(QPainter& painter, const ReportBarBox& box)
{
    painter.setPen(QPen(Qt::black, 0.7));
    painter.setBrush(Qt::white);
    painter.drawRect(box.rect);
    QRectF filled = box.rect;
    filled.setWidth(box.rect.width() * std::clamp(box.bar.probability, 0.0, 1.0));
    // Hatched instead of black: the number is shown, but not as an answer.
    painter.setBrush(box.bar.counts ? QBrush(QColor(64, 64, 64))
                                    : QBrush(QColor(160, 160, 160), Qt::BDiagPattern));
    painter.drawRect(filled);
    if (!box.bar.threshold)
        return;
    const double x = box.rect.left() + box.rect.width() * *box.bar.threshold;
    painter.setPen(QPen(Qt::white, 3.5));
    painter.drawLine(QPointF(x, box.rect.top()), QPointF(x, box.rect.bottom()));
    painter.setPen(QPen(Qt::black, 1.5));
    painter.drawLine(QPointF(x, box.rect.top() - 3), QPointF(x, box.rect.bottom() + 3));
}

} // namespace

void paintReportPicture(QPainter& painter, const QRectF& area, const ReportContent& content,
                        bool withOverlay)
{
    const ViewTransform view = viewFor(content, area.size());
    const QRectF local(QPointF(), area.size());
    painter.save();
    painter.translate(area.topLeft());
    painter.setClipRect(local);
    painter.fillRect(local, Qt::black);
    QFont font;
    font.setPixelSize(markTextSize);
    font.setHintingPreference(QFont::PreferNoHinting);
    painter.setFont(font);

    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setTransform(view.imageToView(), true);
    const QSizeF unturned
        = content.orientation.inverted().mapRect(QRectF(QPointF(), area.size())).size();
    painter.drawImage(QRectF(QPointF(), content.picture.size()),
                      sharpEnough(content.picture, unturned));
    painter.restore();

    if (withOverlay)
        paintOverlay(painter, content.overlay,
                     {view.imageToView(), content.picture.size(), 1, content.overlayOpacity});
    paintPlanes(painter, area.size(), content, view);
    const QRectF inner = local.adjusted(4, 4, -4, -4);
    for (const Measurement& measurement : content.measurements)
        paintMeasurement(painter, measurement,
                         {view.imageToView(), inner, content.spacing, content.unit}, false);
    paintEdgeLetters(
        painter, local,
        edgeLetters(content.rowDirection, content.columnDirection, content.orientation));
    if (content.spacing)
        paintScaleBar(painter, local, view, *content.spacing, content.unit);
    if (withOverlay && !content.overlay.colours.isNull())
        paintColourLegend(painter, local.adjusted(8, 8, -8, -8), content.overlay.colourMap);
    painter.restore();
}

void paintReportPage(QPainter& painter, const ReportPage& page, const ReportContent& content)
{
    painter.setRenderHint(QPainter::Antialiasing);
    for (const ReportPicture& picture : page.pictures)
        paintReportPicture(painter, picture.rect, content, picture.withOverlay);
    for (const ReportBarBox& bar : page.bars)
        paintBar(painter, bar);
    painter.setPen(QPen(Qt::black, 0.7));
    for (const QLineF& rule : page.rules)
        painter.drawLine(rule);
    for (const ReportText& text : page.texts) {
        painter.setFont(text.font);
        painter.drawText(text.baseLine, text.text);
    }
}

void paintReport(QPagedPaintDevice& device, const ReportContent& content)
{
    QPainter painter(&device);
    bool isFirst = true;
    for (const ReportPage& page : layOutReport(content)) {
        if (!isFirst)
            device.newPage();
        isFirst = false;
        paintReportPage(painter, page, content);
    }
}

std::vector<QImage> reportImages(const ReportContent& content, double scale)
{
    std::vector<QImage> images;
    for (const ReportPage& page : layOutReport(content)) {
        QImage image((reportPageSize * scale).toSize(), QImage::Format_RGB32);
        image.fill(Qt::white);
        // Sizes in points, where a mark has them, are meant for this many dots.
        image.setDotsPerMeterX(int(reportDotsPerInch / 0.0254));
        image.setDotsPerMeterY(image.dotsPerMeterX());
        QPainter painter(&image);
        painter.scale(scale, scale);
        paintReportPage(painter, page, content);
        images.push_back(image);
    }
    return images;
}

} // namespace ccad
