// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/results_preview.h"

#include "ui/viewer/tags_panel.h"
#include "ui/widgets/fitted_image.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QTabWidget>

using namespace Qt::StringLiterals;

namespace ccad {

class ResultsPreview::Picture final : public QWidget
{
public:
    using QWidget::QWidget;

    void setImage(const QImage& image)
    {
        m_image = image;
        update();
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), Qt::black);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        if (!m_image.isNull())
            paintFitted(painter, rect(), m_image);
    }

private:
    QImage m_image;
};

ResultsPreview::ResultsPreview(Settings& settings, QWidget* parent)
    : QWidget(parent), m_list(new QListWidget(this)), m_tabs(new QTabWidget(this)),
      m_look(new QStackedWidget(this)), m_picture(new Picture(this)),
      m_text(new QPlainTextEdit(this)), m_tags(new TagsPanel(settings, this))
{
    setAccessibleName(tr("Preview"));
    m_list->setAccessibleName(tr("Objects that will be saved"));
    m_list->setObjectName(u"preview-objects"_s);
    m_list->setMaximumWidth(220);
    m_tabs->setAccessibleName(tr("What the object holds"));
    m_picture->setAccessibleName(tr("Picture of the object"));
    m_text->setAccessibleName(tr("Text of the object"));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_look->addWidget(m_picture);
    m_look->addWidget(m_text);
    m_tabs->addTab(m_look, tr("&As Shown"));
    m_tabs->addTab(m_tags, tr("DICOM &Tags"));

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::medium);
    layout->addWidget(m_list);
    layout->addWidget(m_tabs, 1);
    connect(m_list, &QListWidget::currentRowChanged, this, &ResultsPreview::showObject);
}

void ResultsPreview::setMade(const MadeResultsPtr& made)
{
    m_made = made;
    m_list->clear();
    if (!made)
        return;
    for (const results::ObjectPreview& preview : made->film.previews)
        m_list->addItem(preview.title);
    m_list->setCurrentRow(0);
}

int ResultsPreview::currentObject() const
{
    return m_list->currentRow();
}

void ResultsPreview::showObject(int index)
{
    if (!m_made || index < 0 || index >= int(m_made->film.previews.size()))
        return;
    const auto at = static_cast<std::size_t>(index);
    const results::ObjectPreview& preview = m_made->film.previews[at];
    const QImage& picture = m_made->pictures[at];
    m_picture->setImage(picture);
    m_text->setPlainText(preview.text.join(u'\n'));
    m_look->setCurrentWidget(picture.isNull() ? static_cast<QWidget*>(m_text) : m_picture);
    m_tags->setTree(preview.tags);
}

} // namespace ccad
