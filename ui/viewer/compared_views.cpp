// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/compared_views.h"

#include "ui/study/opened_study.h"
#include "ui/viewer/image_canvas.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QEvent>
#include <QSplitter>
#include <QVBoxLayout>

namespace ccad {

ComparedViews::ComparedViews(QWidget* parent)
    : QWidget(parent), m_splitter(new QSplitter(Qt::Horizontal, this)),
      m_main(makeSide(tr("Radiograph"))), m_pinned(makeSide(tr("Radiograph to compare with"))),
      m_active(m_main.canvas)
{
    setAccessibleName(tr("Radiographs"));
    m_splitter->setAccessibleName(tr("Radiographs"));
    m_splitter->setHandleWidth(2);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_main.box);
    m_splitter->addWidget(m_pinned.box);
    m_pinned.box->hide();
    follow(main(), pinned());
    follow(pinned(), main());

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    setFocusProxy(m_main.canvas);
}

ComparedViews::Side ComparedViews::makeSide(const QString& name)
{
    Side side;
    side.box = new QWidget(this);
    side.box->setAccessibleName(name);
    side.box->setAutoFillBackground(true);
    side.caption = makeTextLabel({}, "text", side.box);
    side.caption->setContentsMargins(spacing::medium, spacing::small, spacing::medium,
                                     spacing::small);
    side.canvas = new ImageCanvas(side.box);
    side.canvas->installEventFilter(this);
    auto* layout = new QVBoxLayout(side.box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(side.caption);
    layout->addWidget(side.canvas, 1);
    return side;
}

void ComparedViews::follow(const ImageCanvas& leader, ImageCanvas& follower)
{
    connect(&leader, &ImageCanvas::relativeViewEdited, &follower,
            [this, &follower](const RelativeView& view) {
                if (m_isCompared && m_isLinked)
                    follower.setRelativeView(view);
            });
}

void ComparedViews::setCompared(bool compared)
{
    if (m_isCompared == compared)
        return;
    m_isCompared = compared;
    m_pinned.box->setVisible(compared);
    setCaption(m_main, m_main.caption->text(), compared);
    setCaption(m_pinned, m_pinned.caption->text(), compared);
    if (compared) {
        m_splitter->setSizes({1, 1});
    } else {
        pinned().clear();
        setActive(m_main.canvas);
    }
}

void ComparedViews::setLinked(bool linked)
{
    m_isLinked = linked;
    if (linked && m_isCompared && main().hasStudy())
        pinned().setRelativeView(main().relativeView());
}

void ComparedViews::showMain(const OpenedStudy& study)
{
    main().setStudy(study);
    if (m_isCompared && m_isLinked && pinned().hasStudy())
        main().setRelativeView(pinned().relativeView());
}

void ComparedViews::setCaption(const Side& side, const QString& text, bool isShown)
{
    setPlainText(side.caption, text);
    side.caption->setVisible(isShown && !text.isEmpty());
}

void ComparedViews::setCaptions(const QString& main, const QString& pinned)
{
    setCaption(m_main, main, m_isCompared);
    setCaption(m_pinned, pinned, m_isCompared);
}

void ComparedViews::setActive(ImageCanvas* canvas)
{
    if (m_active == canvas)
        return;
    m_active = canvas;
    Q_EMIT activeChanged();
}

bool ComparedViews::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn)
        setActive(watched == m_pinned.canvas ? m_pinned.canvas : m_main.canvas);
    return QWidget::eventFilter(watched, event);
}

} // namespace ccad
