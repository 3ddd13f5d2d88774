"""Scripts of pages: those that sites of governments carry, and those that write into cells."""

from decimal import Decimal

import pytest

from extraction.read.html.scripts import may_write_anywhere
from tests.support.shown import read_cell

ORDINARY = {
    "letters larger and smaller": (
        "function doZoom(size){var zoom=document.getElementById('zoom');"
        "zoom.style.fontSize=size+'px';"
        "var parts=zoom.getElementsByTagName('td');"
        "for(var i=0;i<parts.length;i++){parts[i].style.fontSize=size+'px';}}"
    ),
    "letters of everything": (
        "$(function(){$('.fontBig').click(function(){"
        "$('#zoom,#zoom p,#zoom span,#zoom td').css('font-size','18px');});"
        "$('.fontSmall').click(function(){$('#zoom td').css({fontSize:'14px'});});});"
    ),
    "a page for print": (
        "function doPrint(){var whole=document.body.innerHTML;"
        "var part=document.getElementById('print').innerHTML;"
        "document.body.innerHTML=part;window.print();document.body.innerHTML=whole;}"
    ),
    "tables dressed, and a box hidden": (
        "$(document).ready(function(){\n"
        "  $('.TRS_Editor table').css('margin', '0 auto').attr('border', '1');\n"
        "  $('.TRS_Editor table td').removeAttr('width');\n"
        "  $('#share').hide();\n"
        "  if ($('#source').text() == '') { $('.source').hide(); }\n"
        "});"
    ),
    "tables that scroll on a telephone": (
        "$('.article table').each(function(){\n"
        "  if ($(this).width() > $('.article').width()) {\n"
        "    $(this).wrap('<div class=\"table-scroll\"></div>');\n"
        "  }\n"
        "});\n"
        "$('.nav').toggle();"
    ),
    "rows in two shades": (
        "var rows = document.querySelectorAll('table tr');\n"
        "for (var i = 0; i < rows.length; i++) {\n"
        "  if (i % 2) rows[i].className = 'odd';\n"
        "}"
    ),
    "share": (
        "window._bd_share_config={common:{bdText:'',bdMini:'2',bdPic:'',bdStyle:'0'},"
        "share:{bdSize:16}};with(document)0[(getElementsByTagName('head')[0]||body)"
        ".appendChild(createElement('script')).src='api.js?v=89860593.js'];"
    ),
    "visits counted": (
        "var _hmt=_hmt||[];(function(){var hm=document.createElement('script');hm.src='hm.js';"
        "var s=document.getElementsByTagName('script')[0];s.parentNode.insertBefore(hm,s);})();"
        "$.get('/hits',function(n){$('#hits').html(n);});"
    ),
    "files with their signs": (
        "$('.content a').each(function(){var to=$(this).attr('href')||'';"
        "if(/\\.docx?$/.test(to)){$(this).before('<img src=\"word.png\">');}"
        "if(/\\.pdf$/.test(to)){$(this).before('<img src=\"pdf.png\">');}});"
    ),
    "menus and tabs": (
        "$('.menu li').hover(function(){$(this).find('ul').show();},"
        "function(){$(this).find('ul').hide();});"
        "$('.tab-head a').click(function(){var at=$(this).index();"
        "$('.tab-body').hide().eq(at).show();});"
    ),
    "the day, and a welcome": (
        "var day=new Date();document.getElementById('today').innerHTML="
        "day.getFullYear()+'年'+(day.getMonth()+1)+'月'+day.getDate()+'日';"
        "$('table.news tr:last').addClass('last');"
    ),
    "pictures no wider than the page": (
        "$('#zoom img').each(function(){if($(this).width()>900){$(this).css('width','900px');}});"
        "$('#zoom table').attr('align','center');$('.qrcode').hide();"
    ),
    "an old browser": (
        "if(/MSIE [6-8]/.test(navigator.userAgent)){"
        "document.getElementById('old').style.display='block';}"
        "$('table').addClass('ie');"
    ),
}


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_script_leaves_figures_as_they_are(name: str) -> None:
    record, cell = read_cell("203", f"<script>{ORDINARY[name]}</script>")
    assert (record.status, cell.value) == ("verified", Decimal(203)), record.reason


def test_all_ordinary_scripts_of_one_page_leave_figures_as_they_are() -> None:
    head = "".join(f"<script>{script}</script>" for script in ORDINARY.values())
    record, cell = read_cell("203", head + f"<script>{';'.join(ORDINARY.values())}</script>")
    assert (record.status, cell.value) == ("verified", Decimal(203)), record.reason


WRITING = {
    "cells in a loop": (
        "var cells=document.getElementsByTagName('td');"
        "for(var i=0;i<cells.length;i++){cells[i].innerHTML='5';}"
    ),
    "cells by a name given before": "$('#share').hide();var $t=$('td');$t.eq(3).text('5');",
    "cells in what a call is given": "fill('td', 5); function fill(w, n){ $(w).text(n); }",
    "cells of an arrow": "[...document.querySelectorAll('td')].map(c => c.textContent = 5)",
    "cells in a handler": (
        "$(function(){$('table').each(function(){$(this).find('b').remove();});});"
    ),
    "cells by another name": "var a=$('td'); var b=a; b.text('5');",
    "cells that are one of several": "var a=$('td');\nvar b = a[3];\nb.innerHTML = '5';",
    "cells that are handed on": "var a=$('td'); fill(a); function fill(w){ $(w).text(5); }",
    "cells kept in a list": (
        "var all=[];document.querySelectorAll('td').forEach(c=>all.push(c));"
        "all.forEach(c=>c.innerHTML='5');"
    ),
    "cells kept by a callback": "var x;$('td').each(function(){x=this;});x.innerHTML='5';",
    "a variable used in a later function": (
        "$(function(){var t=$('td');\nsetTimeout(function(){t.text('5');},10);});"
    ),
    "a loop over a variable": (
        "function f(){const t=document.querySelectorAll('td')\n"
        "for (const c of t) { c.innerHTML = '5' }}\nf()"
    ),
    "cells over lines": "$('table')\n  .find('b')\n  .remove();",
    "cells of a member": "this.$t = $('table td');\nthis.$t.html('5');",
    "cells in an object": "var ui = {cells: 'td'}; $(ui.cells).text('5');",
    "cells that come back": "function all(){ return $('td'); }\nall().text(5);",
    "letters of no height": "$('td b').css('font-size', '0px');",
    "letters of no height by a key": "$('td b').css({fontSize: 0});",
    "letters of no height by a style": "document.querySelector('td b').style.fontSize='1px';",
    "a value by a key": "$('td').prop('innerHTML', '5');",
    "a value in brackets": "document.querySelector('td')['innerHTML'] = '5';",
    "a value added": "document.querySelector('td').innerHTML += '5';",
    "a value assigned": "Object.assign(document.querySelector('td'), {textContent: '5'});",
    "a body written anew": "document.body.innerHTML = document.body.innerHTML.replace('2', '5');",
    "a body written anew, and a print elsewhere": (
        "document.body.innerHTML = document.body.innerHTML.replace(/203/, '5');"
        "$('.p').click(function(){window.print();});"
    ),
}


@pytest.mark.parametrize("name", WRITING)
def test_a_script_that_may_write_into_any_cell_is_seen(name: str) -> None:
    assert may_write_anywhere(WRITING[name])
