// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/internal/status_line.h"

#include "ui/widgets/intended_use.h"

#include <QLabel>

#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Whole numbers as such, small ranges with the digits they need.
QString numberText(double value)
{
    return QString::number(value, 'f',
                           std::abs(value) >= 100 || value == std::round(value) ? 0 : 2);
}

} // namespace

StatusLine::StatusLine(QWidget* parent)
    : QStatusBar(parent), m_file(new QLabel(this)), m_job(new QLabel(this)),
      m_intendedUse(new QLabel(intendedUse(), this))
{
    setAccessibleName(tr("Status"));
    setSizeGripEnabled(false);
    m_file->setTextFormat(Qt::PlainText);
    m_file->setAccessibleName(tr("No file"));
    m_intendedUse->setAccessibleName(m_intendedUse->text());
    m_job->setTextFormat(Qt::PlainText);
    setJob(nullptr, {});
    addWidget(m_file, 1);
    addWidget(m_job, 1);
    addPermanentWidget(m_intendedUse);
    m_pixel = addField(tr("Pixel under the pointer"), tr("x 9999 y 9999  99999 HU"));
    m_voi = addField(tr("Window and level"), tr("W 99999  L 99999"));
    m_zoom = addField(tr("Zoom"), tr("Zoom 1000 %"));
}

void StatusLine::follow(const ImageCanvas& canvas)
{
    for (const QMetaObject::Connection& connection : m_connections)
        disconnect(connection);
    m_connections
        = {connect(&canvas, &ImageCanvas::voiChanged, this, [this, &canvas] { showVoi(canvas); }),
           connect(&canvas, &ImageCanvas::viewChanged, this, [this, &canvas] { showZoom(canvas); }),
           connect(&canvas, &ImageCanvas::pointerMoved, this, &StatusLine::showReadout)};
    showVoi(canvas);
    showZoom(canvas);
    showReadout(std::nullopt);
}

QLabel* StatusLine::addField(const QString& name, const QString& widest)
{
    auto* label = new QLabel(this);
    label->setAccessibleName(name);
    label->setToolTip(name);
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    // Of fixed width, so that nothing moves while numbers change.
    label->setMinimumWidth(label->fontMetrics().horizontalAdvance(widest) + 16);
    addPermanentWidget(label);
    return label;
}

void StatusLine::setFile(const QString& name, const QString& path)
{
    m_file->setText(name);
    m_file->setToolTip(path);
    m_file->setAccessibleName(name.isEmpty() ? tr("No file") : tr("File %1").arg(name));
}

void StatusLine::setIntendedUseShown(bool shown)
{
    m_intendedUse->setVisible(shown);
}

void StatusLine::setViewerShown(bool shown)
{
    for (QLabel* label : {m_file, m_pixel, m_voi, m_zoom})
        label->setVisible(shown);
}

void StatusLine::setJob(const QObject* owner, const QString& sentence)
{
    if (sentence.isEmpty())
        m_jobs.remove(owner);
    else
        m_jobs.insert(owner, sentence);
    const QString text = QStringList(m_jobs.values()).join(u"  ·  "_s);
    m_job->setText(text);
    m_job->setToolTip(text);
    m_job->setAccessibleName(text.isEmpty() ? tr("No work in the background") : text);
    m_job->setVisible(!text.isEmpty());
}

void StatusLine::showVoi(const ImageCanvas& canvas)
{
    if (!canvas.hasStudy())
        m_voi->clear();
    else if (const auto* window = std::get_if<VoiWindow>(&canvas.voi()))
        m_voi->setText(tr("W %1  L %2").arg(numberText(window->width), numberText(window->center)));
    else
        m_voi->setText(tr("VOI LUT of the file"));
}

void StatusLine::showZoom(const ImageCanvas& canvas)
{
    const double devicePercent = canvas.view().scale() * canvas.devicePixelRatioF() * 100;
    m_zoom->setText(canvas.hasStudy() ? tr("Zoom %1 %").arg(std::round(devicePercent)) : QString());
}

void StatusLine::showReadout(const std::optional<PixelReadout>& readout)
{
    m_pixel->setText(readout ? tr("x %1 y %2  %3 %4")
                                   .arg(readout->x)
                                   .arg(readout->y)
                                   .arg(numberText(readout->value), readout->unit)
                                   .trimmed()
                             : QString());
}

} // namespace ccad
